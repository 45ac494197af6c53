using System.ComponentModel;

namespace Zvec.Server.Messages;

/// <summary>What every search asks for, whatever it looks for.</summary>
internal abstract class SearchRequest
{
    /// <summary>The hits of a search that does not say how many it wants.</summary>
    public const int DefaultTop = 10;

    [Description("The number of hits wanted; 10 when left out.")]
    public int? Top { get; init; }

    [Description("Hits to leave out from the front.")]
    public int Skip { get; init; }

    [Description("Which documents may be hits, as in: year >= 1999 and genre in ('a', 'b'); all when left out.")]
    public string? Filter { get; init; }

    [Description("Whether the documents hold their vectors.")]
    public bool IncludeVectors { get; init; }

    [Description("The fields that the documents hold; all when left out, none when empty.")]
    public IReadOnlyList<string>? OutputFields { get; init; }
}
