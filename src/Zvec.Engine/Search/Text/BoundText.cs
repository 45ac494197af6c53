namespace Zvec.Engine.Search;

/// <summary>A part of a text query, analysed and looked up in all segments.</summary>
internal abstract class BoundText
{
    /// <summary>No document's score is more.</summary>
    public abstract double Most { get; }

    /// <summary>Opens the rows that fit it in a segment.</summary>
    /// <returns>Null when no row can.</returns>
    public abstract TextScorer? Open(SegmentScope scope);
}
