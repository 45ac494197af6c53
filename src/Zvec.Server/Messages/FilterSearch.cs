using System.ComponentModel;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="FilterQuery"/> in JSON.</summary>
internal sealed class FilterSearch
{
    [Description("Which documents; all when left out.")]
    public string? Filter { get; init; }

    [Description("The order: by the first entry, ties by the next.")]
    public IReadOnlyList<SortEntry>? OrderBy { get; init; }

    [Description("The number of documents wanted.")]
    public int? Top { get; init; }

    [Description("Documents to leave out from the front.")]
    public int Skip { get; init; }

    [Description("Whether the documents hold their vectors.")]
    public bool IncludeVectors { get; init; }

    [Description("The fields that the documents hold; all when left out, none when empty.")]
    public IReadOnlyList<string>? OutputFields { get; init; }

    public FilterQuery ToQuery() => new()
    {
        Filter = Filter,
        OrderBy = [.. (OrderBy.WithoutNulls("orderBy") ?? []).Select(entry => new SortField(entry.Field, entry.Descending))],
        Top = Top ?? VectorSearch.DefaultTop,
        Skip = Skip,
        IncludeVectors = IncludeVectors,
        OutputFields = OutputFields.WithoutNulls("outputFields"),
    };
}
