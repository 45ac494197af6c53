namespace Zvec.Engine.Indexes.Text;

/// <summary>A bound, for some rows of a term, that does not hang on statistics of the collection: no row scores more than one of that
/// length that has the term so often would.</summary>
/// <param name="Frequency">The most that the term occurs in one of the rows.</param>
/// <param name="Length">The fewest tokens that one of the rows has.</param>
internal readonly record struct Impact(int Frequency, int Length);
