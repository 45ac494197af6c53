namespace Zvec.Engine;

/// <summary>A group of documents found by a <see cref="GroupByQuery"/>.</summary>
public sealed class SearchGroup
{
    internal SearchGroup(object? value, IReadOnlyList<SearchHit> hits)
    {
        Value = value;
        Hits = hits;
    }

    /// <summary>The value that the documents have in common, in the type of the field; null for documents without one.</summary>
    public object? Value { get; }

    /// <summary>The nearest documents of the group, nearest first; at least one.</summary>
    public IReadOnlyList<SearchHit> Hits { get; }
}
