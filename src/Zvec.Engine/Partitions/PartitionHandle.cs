namespace Zvec.Engine.Partitions;

/// <summary>A partition that may be open. All but what never changes is guarded by <see cref="OpenPartitions"/>.</summary>
internal sealed class PartitionHandle
{
    public PartitionHandle(PartitionRecord record, string folder)
    {
        Record = record;
        Folder = folder;
        Place = new LinkedListNode<PartitionHandle>(this);
    }

    public PartitionRecord Record { get; }

    public string Name => Record.Name;

    public string Folder { get; }

    /// <summary>Held while the partition is opened or closed.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The partition while it is open.</summary>
    public Collection? Collection { get; set; }

    /// <summary>The partition when it is no longer to be used and not closed yet; whoever holds <see cref="Gate"/> closes it.</summary>
    public Collection? Closing { get; set; }

    /// <summary>Calls under way that use it.</summary>
    public int Users { get; set; }

    /// <summary>Whether it is not to be used any more.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Completes when it is retired and nobody uses it.</summary>
    public TaskCompletionSource Unused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its place among those that are open, the least recently used first.</summary>
    public LinkedListNode<PartitionHandle> Place { get; }

    /// <summary>What was found of its schema last; replaced as a whole by whoever finds it, without a guard.</summary>
    public SeenSchema? Seen { get; set; }

    /// <summary>Whether its files were compared with their checksums once.</summary>
    public bool IsVerified { get; set; }
}
