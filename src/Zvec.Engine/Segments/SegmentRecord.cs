namespace Zvec.Engine.Segments;

/// <summary>What the manifest says of one sealed segment.</summary>
/// <param name="Number">Names the segment's folder.</param>
/// <param name="Rows">Its rows, deleted ones included.</param>
/// <param name="Deletes">Its delete map; null when no row is deleted.</param>
/// <param name="Files">Its files by name, delete map aside.</param>
internal sealed record SegmentRecord(int Number, int Rows, DeletesRecord? Deletes, IReadOnlyDictionary<string, SegmentFile> Files);
