namespace Zvec.Engine.Partitions;

/// <summary>Tells which partitions a filter may match documents of.</summary>
internal abstract class PartitionPruning
{
    /// <summary>Tells it for a filter.</summary>
    /// <param name="filter">The filter, which fits the collection's schema.</param>
    /// <returns>Per partition whether a document there may match; null for all of them.</returns>
    public abstract bool[]? MayMatch(Filter filter);
}
