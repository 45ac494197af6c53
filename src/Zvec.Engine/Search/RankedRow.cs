using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>A row that a search found, with its score; lists of them are in order, best first.</summary>
/// <param name="Segment">The number of its segment in <see cref="Snapshot.Views"/>.</param>
/// <param name="Row">Its row there.</param>
/// <param name="Score">Its score, in the sense of the search that found it.</param>
internal readonly record struct RankedRow(int Segment, int Row, float Score);
