using System.ComponentModel;

namespace Zvec.Server.Messages;

/// <summary>Says which documents to stream.</summary>
internal sealed class ScanRequest
{
    [Description("Which documents; all when left out.")]
    public string? Filter { get; init; }

    [Description("Whether the documents hold their vectors.")]
    public bool IncludeVectors { get; init; }

    [Description("The fields that the documents hold; all when left out, none when empty.")]
    public IReadOnlyList<string>? OutputFields { get; init; }
}
