using Zvec.Engine.Primitives;

namespace Zvec.Engine;

/// <summary>How a <see cref="PartitionedCollection"/> is opened.</summary>
public sealed record PartitionedCollectionOptions
{
    /// <summary>How each partition is opened. Its <see cref="CollectionOptions.MaxMemory"/> is for each partition by itself; null there
    /// stands for an equal share of a quarter of the memory that the process may use, at least 64 MiB.
    /// <see cref="CollectionOptions.ReadOnly"/> opens the whole for reading only, and <see cref="CollectionOptions.RefreshInterval"/>
    /// then moves the whole on, as <see cref="PartitionedCollection.Refresh"/> does.</summary>
    public CollectionOptions Partition { get; init; } = new();

    /// <summary>How many partitions stay open between calls: 1 to 10,000, 64 by default. Others are opened when a call needs them, and
    /// those
    /// that were used least recently are closed for them. What calls under way use comes on top.</summary>
    public int MaxOpenPartitions { get; init; } = 64;

    /// <summary>Threads that one search may use at once, the caller's included: 1 to 256; by default the number of processors.</summary>
    public int SearchThreads { get; init; } = Math.Min(Environment.ProcessorCount, 256);

    /// <summary>Whether a write makes the partition that it belongs to when there is none; true by default.</summary>
    public bool CreatePartitions { get; init; } = true;

    /// <summary>Whether the application promises that a key always comes with the same value of the field by which documents are
    /// partitioned. Without that promise, the default, writes look for their keys in all partitions, one call at a time, and a document
    /// whose value changes moves. With it, they look in the one partition only. Makes no difference where the key says the
    /// partition.</summary>
    public bool KeysStayInPartitions { get; init; }

    /// <summary>Where scores of texts take their statistics from; <see cref="PartitionTextStatistics.AllPartitions"/> by
    /// default.</summary>
    public PartitionTextStatistics TextStatistics { get; init; }

    /// <summary>The function of a collection that is partitioned by <see cref="PartitionBy.Key"/>, which no file can hold.</summary>
    public Func<DocumentKey, string>? PartitionOfKey { get; init; }

    /// <summary>The options of each partition, with all that is left open there said.</summary>
    internal CollectionOptions OptionsOfPartition
    {
        get
        {
            long share = Math.Max(MemoryBudget.SmallestLimit, Partition.EffectiveMaxMemory / MaxOpenPartitions);
            return Partition with { MaxMemory = Partition.MaxMemory ?? share, RefreshInterval = null, IsPartition = true };
        }
    }

    /// <exception cref="ZvecException">An option is out of its range.</exception>
    internal void Check()
    {
        OptionsCheck.Run(Partition);
        Require(MaxOpenPartitions is >= 1 and <= 10_000,
            $"{nameof(MaxOpenPartitions)} is {MaxOpenPartitions}, and must be from 1 to 10,000");
        Require(SearchThreads is >= 1 and <= 256, $"{nameof(SearchThreads)} is {SearchThreads}, and must be from 1 to 256");
        Require(Enum.IsDefined(TextStatistics), $"{nameof(TextStatistics)} is {TextStatistics}, which is not one of its values");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new ZvecException(ZvecErrorCode.InvalidArgument, $"{nameof(PartitionedCollectionOptions)}.{what}.");
    }
}
