namespace Zvec.Engine.Segments;

/// <summary>What the manifest says of the delete map of a sealed segment.</summary>
/// <param name="Generation">The manifest that the map was written for; names its file.</param>
/// <param name="Rows">The number of deleted rows.</param>
/// <param name="File">The file; null in a manifest of version 1.</param>
internal sealed record DeletesRecord(long Generation, int Rows, SegmentFile? File);
