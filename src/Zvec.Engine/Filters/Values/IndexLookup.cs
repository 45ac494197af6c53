using Zvec.Engine.Indexes.Scalars;

namespace Zvec.Engine.Filters.Values;

/// <summary>How an inverted index finds the values that a condition names. Of an array field it finds the rows that hold one of
/// them.</summary>
internal abstract class IndexLookup
{
    /// <summary>What a search for one key takes, in units of one value compared in a vectorised scan.</summary>
    protected const double KeyEffort = 200;

    /// <summary>Whether the rows found are those that match; otherwise they have to be looked at.</summary>
    public virtual bool IsExact => true;

    /// <summary>Whether <see cref="Find"/> takes next to nothing, so that it may be asked for an estimate alone.</summary>
    public virtual bool IsQuick => true;

    /// <summary>What <see cref="Find"/> is expected to take, in units of one value compared in a vectorised scan.</summary>
    public abstract double Effort(InvertedIndexReader index);

    /// <summary>The values.</summary>
    public abstract ValueRanges Find(InvertedIndexReader index);

    /// <summary>One lookup for the values that both find; null when there is none simpler than to ask both.</summary>
    public virtual IndexLookup? Intersect(IndexLookup other) => null;

    /// <summary>A guess, where there is no index, at how many of so many rows match.</summary>
    public abstract long Guess(long rows);
}
