using Zvec.Engine.Partitions;
using Zvec.Engine.Tests.Storage;
using Zvec.Engine.Tests.Telemetry;

namespace Zvec.Engine.Tests.Partitions;

/// <summary>Readers of partitioned collections that move on by a timer, and what they say when they cannot.</summary>
[Collection("Telemetry")]
public sealed class PartitionRefreshTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly MemoryFileSystem _disk = new(TelemetryTable.Root);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Reader_moves_on_by_itself_and_sees_new_partitions()
    {
        using PartitionedCollection writer = Create();
        using PartitionedCollection reader = OpenReader();
        Assert.Equal(1, _time.Waiting); // one timer for the whole, none for partitions
        await FillAsync(writer, 3);
        Assert.Empty(reader.Partitions);
        _time.Advance(Interval);
        Assert.Equal((3, 3), (reader.Count(), reader.Partitions.Count));
        await FillAsync(writer, 9);
        _time.Advance(Interval);
        Assert.Equal((9, 7), (reader.Count(), reader.Partitions.Count));
        Assert.Equal(2, reader.GetStatistics().Maintenance.Refreshes);
        Assert.Equal(1, _time.Waiting);
        reader.Dispose();
        Assert.Equal(0, _time.Waiting);
        _time.Advance(Interval);
    }

    [Fact]
    public async Task Refresh_that_fails_is_shown_and_tried_again()
    {
        using PartitionedCollection writer = Create();
        using PartitionedCollection reader = OpenReader();
        await FillAsync(writer, 5);
        _disk.Faults = call => call.Action == MemoryDiskAction.Map ? MemoryDiskFault.Error : MemoryDiskFault.None;
        _time.Advance(Interval);
        _disk.Faults = null;
        CollectionStatistics statistics = ((IDocumentCollection)reader).GetStatistics(openPartitions: false);
        Assert.Equal(MaintenanceJob.Refresh, Assert.Single(statistics.Maintenance.Failing).Job);
        Assert.Equal(1, statistics.Maintenance.Failures);
        Assert.False(reader.WasReplaced);
        _time.Advance(Interval);
        Assert.Empty(reader.GetStatistics().Maintenance.Failing);
        Assert.Equal(5, reader.GetStatistics().Documents);
    }

    [Fact]
    public async Task Reader_of_a_collection_that_was_replaced_says_so()
    {
        using (PartitionedCollection writer = Create())
            await FillAsync(writer, 5);
        using PartitionedCollection reader = OpenReader();
        Assert.Equal(5, reader.Count());
        PartitionedCollectionFolder.Drop(_disk, new PartitionFiles(TelemetryTable.Folder));
        Assert.Equal(ZvecErrorCode.NotFound, Assert.Throws<ZvecException>(() => reader.Refresh()).Code);
        Assert.True(reader.WasReplaced);
        using PartitionedCollection other = Create();
        Assert.Equal(ZvecErrorCode.FailedPrecondition, Assert.Throws<ZvecException>(() => reader.Refresh()).Code);
        Assert.True(reader.WasReplaced);
        Assert.False(other.WasReplaced);
        Assert.Equal(5, reader.Count());
    }

    private static async Task FillAsync(PartitionedCollection collection, int count) =>
        await collection.UpsertAsync(Enumerable.Range(0, count).Select(TelemetryTable.ToDocument), TestContext.Current.CancellationToken);

    private PartitionedCollection Create() => PartitionedCollection.Create(
        _disk, TelemetryTable.Folder, TelemetryTable.Schema("timer"), PartitionBy.Field("n"),
        new PartitionedCollectionOptions { Partition = TelemetryTable.Quiet });

    private PartitionedCollection OpenReader() => PartitionedCollection.Open(_disk, TelemetryTable.Folder, new PartitionedCollectionOptions
    {
        Partition = new CollectionOptions { ReadOnly = true, RefreshInterval = Interval, Time = _time },
    });
}
