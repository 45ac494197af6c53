namespace Zvec.Engine;

/// <summary>What all searches of one field have in common: <see cref="VectorQuery"/> and <see cref="TextQuery"/>.</summary>
public abstract class SearchQuery
{
    private protected SearchQuery(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        Field = field;
    }

    private protected SearchQuery(SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        Field = query.Field;
        Top = query.Top;
        Skip = query.Skip;
        Filter = query.Filter;
        IncludeVectors = query.IncludeVectors;
        OutputFields = query.OutputFields;
    }

    /// <summary>The field to search.</summary>
    public string Field { get; }

    /// <summary>The number of hits wanted: 1 to 100,000, 10 by default.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Hits to leave out from the front of the result: 0 or more, 0 by default; with <see cref="Top"/> at most 100,000.</summary>
    public int Skip { get; init; }

    /// <summary>Which documents may be hits; null for all.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Whether the hits' documents hold their vectors; false by default.</summary>
    public bool IncludeVectors { get; init; }

    /// <summary>The fields that the hits' documents hold; null for all, empty for none.</summary>
    public IReadOnlyCollection<string>? OutputFields { get; init; }
}
