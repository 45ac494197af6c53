namespace Zvec.Engine;

/// <summary>Asks for the documents that a filter matches, in an order of choice.</summary>
public sealed class FilterQuery
{
    /// <summary>Which documents; null for all.</summary>
    public Filter? Filter { get; init; }

    /// <summary>The order: by the first entry, ties by the next, remaining ties in no order that can be relied on. Empty for the order of
    /// storage.</summary>
    public IReadOnlyList<SortField> OrderBy { get; init; } = [];

    /// <summary>Documents to leave out from the front: 0 or more, 0 by default.</summary>
    public int Skip { get; init; }

    /// <summary>The number of documents wanted: 1 or more, 10 by default.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Whether the documents hold their vectors; false by default.</summary>
    public bool IncludeVectors { get; init; }

    /// <summary>The fields that the documents hold; null for all, empty for none.</summary>
    public IReadOnlyCollection<string>? OutputFields { get; init; }
}
