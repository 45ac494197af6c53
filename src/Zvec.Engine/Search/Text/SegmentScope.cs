namespace Zvec.Engine.Search;

/// <summary>Where and how scorers of a query are opened.</summary>
/// <param name="Segment">The number of the segment in the snapshot.</param>
/// <param name="RowCount">Its rows that the snapshot sees; an index may have more.</param>
/// <param name="Rounding">What makes contributions multiples of one small number (see <see cref="ScoreRounding"/>).</param>
/// <param name="Cancellation">Stops opening.</param>
internal readonly record struct SegmentScope(int Segment, int RowCount, double Rounding, CancellationToken Cancellation);
