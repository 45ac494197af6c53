namespace Zvec.Engine;

/// <summary>The state of one index.</summary>
public sealed record IndexStatistics
{
    /// <summary>The name of the field or vector field.</summary>
    public required string Field { get; init; }

    /// <summary>The kind: <c>inverted</c>, <c>text</c>, <c>hnsw</c>, <c>ivf</c>, <c>flat</c>, <c>quantizedFlat</c>, <c>dynamic</c> or
    /// <c>sparse</c>, as in the schema's JSON.</summary>
    public required string Kind { get; init; }

    /// <summary>The options of the index, by the names that they have in the schema's JSON.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The fraction (0 to 1) of documents that are in segments where the index is built, or not needed because the segment is
    /// small. Documents beyond it are found as well, by a scan or an index in memory.</summary>
    public required double Completeness { get; init; }

    /// <summary>Bytes of the index on disk, its quantized vectors included; original vectors are not part of it.</summary>
    public required long DiskBytes { get; init; }
}
