using Zvec.Engine.Telemetry;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Telemetry;

[Collection("Telemetry")]
public sealed class StatisticsTests
{
    private readonly MemoryFileSystem _disk = new(TelemetryTable.Root);

    [Fact]
    public async Task Bytes_on_disk_are_those_of_the_files_by_what_they_hold()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], TelemetryTable.Schema("bytes"), TelemetryTable.Quiet);
        await TelemetryTable.FillAsync(collection, 2_000);
        await collection.OptimizeAsync(token);
        await collection.DeleteAsync("n = 3", token);
        await collection.FlushAsync(token);

        CollectionStatistics statistics = collection.GetStatistics();
        Assert.Equal(Size("*") - Size("LOCK"), statistics.DiskBytes);
        Assert.Equal(statistics.DiskBytes, statistics.Disk.Total);
        Assert.Equal(Size("*.vectors"), statistics.Disk.Vectors);
        Assert.Equal(Size("*.column"), statistics.Disk.Fields);
        Assert.Equal(Size("*.hnsw"), statistics.Disk.Graphs);
        Assert.Equal(Size("*.inverted"), statistics.Disk.InvertedIndexes);
        Assert.Equal(Size("*.text"), statistics.Disk.TextIndexes);
        Assert.Equal(Size("*.wal"), statistics.Disk.Log);
        Assert.Equal(Size("MANIFEST-*"), statistics.Disk.Manifest);
        Assert.True(statistics.Disk.DeleteMaps > 0);
        long unmapped = statistics.Disk.Log + statistics.Disk.Manifest + statistics.Disk.DeleteMaps;
        Assert.Equal(statistics.DiskBytes - unmapped, statistics.Memory.Mapped);

        collection.Dispose();
        using Collection reopened = Collection.Open(folder["c"], TelemetryTable.Quiet);
        Assert.Equal(statistics.Disk with { Log = 0 }, reopened.GetStatistics().Disk with { Log = 0 });

        long Size(string pattern) =>
            Directory.GetFiles(folder["c"], pattern, SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
    }

    [Fact]
    public async Task Indexes_are_named_with_kind_parameters_and_completeness()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using Collection collection = TelemetryTable.Create(_disk, "indexes");
        await TelemetryTable.FillAsync(collection, 2_000);
        Assert.Equal(["n", "text", "v"], collection.GetStatistics().Indexes.Select(index => index.Field));
        Assert.All(collection.GetStatistics().Indexes, index => Assert.Equal((0.0, 0L), (index.Completeness, index.DiskBytes)));
        await collection.OptimizeAsync(token);

        IReadOnlyList<IndexStatistics> indexes = collection.GetStatistics().Indexes;
        Assert.Equal(["inverted", "text", "hnsw"], indexes.Select(index => index.Kind));
        Assert.All(indexes, index => Assert.Equal(1, index.Completeness));
        Assert.All(indexes, index => Assert.True(index.DiskBytes > 0, index.Field));
        Assert.Equal("English", indexes[1].Parameters["stemmer"]);
        string[] names = ["m", "efConstruction", "metric", "dimensions"];
        Assert.Equal(["8", "40", "L2", "4"], names.Select(name => indexes[2].Parameters[name]));

        await TelemetryTable.FillAsync(collection, 2_000); // all again: the old versions are deleted
        Assert.All(collection.GetStatistics().Indexes, index => Assert.Equal(0, index.Completeness));
        Assert.Equal(2_000, collection.GetStatistics().DeletedDocuments);
    }

    [Fact]
    public async Task Memory_is_that_of_documents_work_and_what_is_kept()
    {
        using Collection collection = TelemetryTable.Create(_disk, "memory", TelemetryTable.Quiet with { MaxMemory = 128 << 20 });
        long empty = collection.GetStatistics().Memory.UnsealedDocuments;
        await TelemetryTable.FillAsync(collection, 2_000);
        CollectionStatistics full = collection.GetStatistics();
        Assert.Equal(128 << 20, full.Memory.Limit);
        Assert.InRange(full.Memory.UnsealedDocuments, empty + (2_000 * 20), full.MemoryBytes);
        Assert.Equal(full.MemoryBytes, full.Memory.Total);
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        Assert.InRange(collection.GetStatistics().Memory.UnsealedDocuments, 0, full.Memory.UnsealedDocuments / 2);
        Assert.True(collection.GetStatistics().Memory.Mapped > 0);
    }

    [Fact]
    public async Task Maintenance_is_counted_since_opening()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var time = new ManualTime();
        using (Collection collection = TelemetryTable.Create(_disk, "jobs", TelemetryTable.Quiet with { Time = time }))
        {
            for (int i = 0; i < 2; i++)
            {
                await TelemetryTable.FillAsync(collection, 500);
                await collection.FlushAsync(token);
            }

            Assert.Equal((2L, 0L), (collection.GetStatistics().Maintenance.Seals, collection.GetStatistics().Maintenance.Merges));
            Assert.Null(collection.GetStatistics().Maintenance.LastMerge);
            await collection.OptimizeAsync(token);
            MaintenanceStatistics maintenance = collection.GetStatistics().Maintenance;
            Assert.Equal(1, maintenance.Merges);
            Assert.Equal((500L, time.GetUtcNow()), (maintenance.LastMerge!.Documents, maintenance.LastMerge.EndedAt));
            Assert.Empty(maintenance.Failing);
        }

        using Collection reopened = CollectionOpener.Open(_disk, TelemetryTable.Folder, TelemetryTable.Quiet);
        Assert.Equal(0, reopened.GetStatistics().Maintenance.Seals);
    }

    [Fact]
    public async Task A_job_that_fails_is_shown_until_it_succeeds()
    {
        var log = new EventLog();
        using Collection collection = TelemetryTable.Create(
            _disk, "fails", new CollectionOptions { Logger = log, MutableSegmentBytes = 64 << 10, Durability = Durability.Buffered });
        _disk.Faults = call => call.Action == MemoryDiskAction.Create && call.Path.Contains("segments", StringComparison.Ordinal)
            ? MemoryDiskFault.Error
            : MemoryDiskFault.None;
        await TelemetryTable.FillAsync(collection, 2_000);
        await collection.IdleAsync();
        MaintenanceStatistics maintenance = collection.GetStatistics().Maintenance;
        MaintenanceFailure failure = Assert.Single(maintenance.Failing);
        Assert.Equal((MaintenanceJob.Seal, typeof(IOException).FullName), (failure.Job, failure.Error));
        Assert.True(log.Count(ZvecEventIds.MaintenanceFailed) > 0);
        Assert.True(collection.GetStatistics().SegmentsToSeal > 0);

        _disk.Faults = null;
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        await collection.IdleAsync();
        maintenance = collection.GetStatistics().Maintenance;
        Assert.Empty(maintenance.Failing);
        Assert.Equal(MaintenanceJob.Seal, maintenance.LastFailure!.Job);
        Assert.Equal(1, log.Count(ZvecEventIds.MaintenanceRecovered));
        Assert.Equal(0, collection.GetStatistics().SegmentsToSeal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_stops_writes_and_says_so()
    {
        var log = new EventLog();
        using Collection collection = TelemetryTable.Create(_disk, "stopped", TelemetryTable.Quiet with { Logger = log });
        Assert.Null(collection.GetStatistics().WriteFailure);
        _disk.Faults = call => call.Action == MemoryDiskAction.Sync ? MemoryDiskFault.Error : MemoryDiskFault.None;
        await Assert.ThrowsAsync<ZvecException>(() => TelemetryTable.FillAsync(collection, 1));
        _disk.Faults = null;
        Assert.NotNull(collection.GetStatistics().WriteFailure);
        Assert.Equal(1, log.Count(ZvecEventIds.WritesStopped));
    }

    [Fact]
    public async Task Events_have_ids_and_names()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var log = new EventLog();
        using (Collection collection = TelemetryTable.Create(_disk, "events", TelemetryTable.Quiet with { Logger = log }))
        {
            await TelemetryTable.FillAsync(collection, 100);
            await collection.OptimizeAsync(token);
            await collection.DropIndexAsync("n", token);
            using var archive = new MemoryStream();
            await collection.BackupAsync(archive, cancellationToken: token);
        }

        int[] expected =
        [
            ZvecEventIds.Opened, ZvecEventIds.MaintenanceDone, ZvecEventIds.SchemaChanged, ZvecEventIds.BackedUp, ZvecEventIds.Closed,
        ];
        Assert.All(expected, id => Assert.True(log.Count(id) > 0, $"event {id}"));
        Assert.All(log.Events, one => Assert.Equal(typeof(ZvecEventIds).GetField(one.Id.Name!)!.GetRawConstantValue(), one.Id.Id));
        Assert.All(log.Events, one => Assert.Contains("'events'", one.Message, StringComparison.Ordinal));
    }
}
