using System.ComponentModel;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="FilterQuery"/> in JSON.</summary>
internal sealed class FilterSearch : SearchRequest
{
    [Description("The order: by the first entry, ties by the next.")]
    public IReadOnlyList<SortEntry>? OrderBy { get; init; }

    public FilterQuery ToQuery() => new()
    {
        Filter = Filter,
        OrderBy = [.. (OrderBy.WithoutNulls("orderBy") ?? []).Select(entry => new SortField(entry.Field, entry.Descending))],
        Top = Top ?? DefaultTop,
        Skip = Skip,
        IncludeVectors = IncludeVectors,
        OutputFields = OutputFields.WithoutNulls("outputFields"),
    };
}
