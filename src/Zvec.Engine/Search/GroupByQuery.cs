namespace Zvec.Engine;

/// <summary>Asks for the groups of documents, by the value of a field, whose vectors are nearest, and for the nearest documents of each:
/// the best pages of the best five books, rather than ten pages of the same one.</summary>
public sealed class GroupByQuery
{
    /// <summary>Asks with a vector of <see cref="float"/> and none of the options of a <see cref="VectorQuery"/>.</summary>
    /// <param name="field">The vector field to search.</param>
    /// <param name="vector">The vector, with as many elements as the field has dimensions; finite.</param>
    /// <param name="groupBy">The field by whose values documents are grouped; see <see cref="GroupBy"/>.</param>
    public GroupByQuery(string field, ReadOnlyMemory<float> vector, string groupBy)
        : this(new VectorQuery(field, vector), groupBy)
    {
    }

    /// <summary>Asks as a query does.</summary>
    /// <param name="query">The vector to search with, and the options of the search, its filter and what the documents hold. Its
    /// <see cref="SearchQuery.Top"/> plays no part, and its <see cref="SearchQuery.Skip"/> is 0.</param>
    /// <param name="groupBy">The field by whose values documents are grouped; see <see cref="GroupBy"/>.</param>
    public GroupByQuery(VectorQuery query, string groupBy)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(groupBy);
        Query = query;
        GroupBy = groupBy;
    }

    /// <summary>The search.</summary>
    public VectorQuery Query { get; }

    /// <summary>The field by whose values documents are grouped: one of single values, of any type, or the key. Documents without a value
    /// are a group of their own.</summary>
    public string GroupBy { get; }

    /// <summary>The number of groups wanted: 1 or more, 2 by default; with <see cref="TopPerGroup"/> for each at most 100,000
    /// documents.</summary>
    public int GroupCount { get; init; } = 2;

    /// <summary>The number of documents wanted of each group: 1 or more, 3 by default.</summary>
    public int TopPerGroup { get; init; } = 3;
}
