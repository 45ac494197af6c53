namespace Zvec.Engine.Indexes.Text;

/// <summary>A full block of the postings of a term in memory.</summary>
/// <param name="LastRow">Its last row.</param>
/// <param name="Impact">A bound of what its rows score.</param>
/// <param name="RowsEnd">Where its rows and frequencies end.</param>
/// <param name="PositionsEnd">Where its positions end.</param>
internal readonly record struct FreshBlock(int LastRow, Impact Impact, SlicePosition RowsEnd, SlicePosition PositionsEnd);
