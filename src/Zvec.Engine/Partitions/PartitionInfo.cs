namespace Zvec.Engine;

/// <summary>A partition of a <see cref="PartitionedCollection"/>.</summary>
/// <param name="Name">Its name, which says what documents it holds; see <see cref="PartitionBy"/>.</param>
/// <param name="Path">Its folder, which holds an ordinary collection.</param>
/// <param name="IsAttached">Whether it is searched and written to; see <see cref="PartitionedCollection.DetachPartitionAsync"/>.</param>
/// <param name="IsOpen">Whether it is open now; see <see cref="PartitionedCollectionOptions.MaxOpenPartitions"/>.</param>
public sealed record PartitionInfo(string Name, string Path, bool IsAttached, bool IsOpen);
