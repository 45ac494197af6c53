namespace Zvec.Engine.Partitions;

/// <summary>A hold on an open partition, until disposed.</summary>
internal readonly struct PartitionLease(OpenPartitions owner, PartitionHandle handle, Collection collection) : IDisposable
{
    public PartitionHandle Partition => handle;

    public Collection Collection => collection;

    public void Dispose() => owner.Return(handle);
}
