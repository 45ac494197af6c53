namespace Zvec.VectorData;

/// <summary>How far a copy of records has come, or what it did.</summary>
/// <param name="Read">Records that were read from the source.</param>
/// <param name="Written">Records of these that were written to the target.</param>
/// <param name="Kept">Records of these that were not written, because the target had their keys already; see
/// <see cref="ZvecCopyOptions{TRecord}.KeepExisting"/>.</param>
public readonly record struct ZvecCopyCounts(long Read, long Written, long Kept);
