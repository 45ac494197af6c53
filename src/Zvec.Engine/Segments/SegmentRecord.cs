namespace Zvec.Engine.Segments;

/// <summary>What the manifest says of one sealed segment.</summary>
/// <param name="Number">Names the segment's folder.</param>
/// <param name="Rows">Its rows, deleted ones included.</param>
/// <param name="DeletesGeneration">Names the file of its delete map; 0 when no row is deleted.</param>
/// <param name="Deleted">The number of deleted rows.</param>
/// <param name="Files">The names of its files, delete map aside, and their sizes in bytes.</param>
internal sealed record SegmentRecord(
    int Number, int Rows, long DeletesGeneration, int Deleted, IReadOnlyDictionary<string, long> Files);
