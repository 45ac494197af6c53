using System.ComponentModel;
using System.Text.Json;

namespace Zvec.Server.Messages;

/// <summary>Names documents to delete, by their keys or by a filter.</summary>
internal sealed class DeleteRequest
{
    [Description("The keys. Either this or 'filter'.")]
    public IReadOnlyList<JsonElement>? Ids { get; init; }

    [Description("Which documents to delete.")]
    public string? Filter { get; init; }
}
