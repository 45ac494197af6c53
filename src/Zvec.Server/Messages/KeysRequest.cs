using System.ComponentModel;
using System.Text.Json;

namespace Zvec.Server.Messages;

/// <summary>Names documents to fetch.</summary>
internal sealed class KeysRequest
{
    [Description("The keys.")]
    public required IReadOnlyList<JsonElement> Ids { get; init; }

    [Description("Whether the documents hold their vectors.")]
    public bool IncludeVectors { get; init; }
}
