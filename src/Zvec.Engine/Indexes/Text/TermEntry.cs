namespace Zvec.Engine.Indexes.Text;

/// <summary>A term of one <see cref="TextIndex"/>.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="RowCount">How many rows have it: its document frequency in the segment.</param>
/// <param name="MostImpact">A bound of what it contributes to any row's score.</param>
internal readonly record struct TermEntry(int Number, int RowCount, Impact MostImpact);
