using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Where a document stands in a snapshot.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Row">The row in the segment.</param>
internal readonly record struct RowLocation(Segment Segment, int Row);
