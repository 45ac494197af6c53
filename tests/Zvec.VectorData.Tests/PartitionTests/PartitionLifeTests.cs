using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary>What <see cref="ZvecPartitions"/> does, which partitions a filter needs, and what read-only stores see of it.</summary>
public sealed class PartitionLifeTests : StoreTests
{
    protected override PartitionBy? Partitioning => PartitionBy.Time(nameof(Incident.Time), PartitionPeriod.Day);

    [Fact]
    public async Task Partitions_come_and_go_beside_the_others()
    {
        ZvecCollection<int, Incident> events = await FillAsync();
        var partitions = (ZvecPartitions)((VectorStoreCollection<int, Incident>)events).GetService(typeof(ZvecPartitions))!;
        Assert.Same(events.Partitions, partitions);
        using var beside = new TemporaryPlace();
        string archive = Path.Combine(beside.Path, "archive");

        await partitions.AddAsync("2026-04-01");
        Assert.Equal("2026-04-01", (await partitions.ListAsync())[^1].Name);
        await partitions.DetachAsync("2026-03-02");
        Assert.False((await partitions.ListAsync())[1].IsAttached);
        Assert.Equal([0, 2, 3], await KeysAsync(events));
        await partitions.AttachAsync("2026-03-02");
        Assert.Equal([0, 1, 2, 3], await KeysAsync(events));

        BackupResult archived = await partitions.ArchiveAsync("2026-03-03", archive);
        Assert.Equal(1, archived.Documents);
        Assert.Equal([0, 1, 3], await KeysAsync(events));
        await partitions.RestoreAsync("2026-03-03", archive);
        Assert.Equal([0, 1, 2, 3], await KeysAsync(events));
        await partitions.DropAsync("2026-03-01");
        Assert.Equal([1, 2, 3], await KeysAsync(events));
        Assert.Null(await events.GetAsync(0));
    }

    [Fact]
    public async Task Operations_on_a_missing_partition_say_so()
    {
        ZvecCollection<int, Incident> events = await FillAsync();
        ZvecPartitions partitions = events.Partitions;
        foreach (Func<Task> operation in new Func<Task>[]
        {
            () => partitions.DetachAsync("2027-01-01"),
            () => partitions.AttachAsync("2027-01-01"),
            () => partitions.DropAsync("2027-01-01"),
            () => partitions.ArchiveAsync("2027-01-01", Path.Combine(Folder, "archive")),
            () => partitions.GetStatisticsAsync("2027-01-01"),
        })
        {
            var exception = await Assert.ThrowsAsync<VectorStoreException>(operation);
            Assert.Equal(ZvecErrorCode.NotFound, Assert.IsType<ZvecException>(exception.InnerException).Code);
            Assert.Contains("2027-01-01", exception.Message, StringComparison.Ordinal);
            Assert.Equal("events", exception.CollectionName);
        }

        var badName = await Assert.ThrowsAsync<VectorStoreException>(() => partitions.AddAsync("March"));
        Assert.Equal(ZvecErrorCode.InvalidArgument, Assert.IsType<ZvecException>(badName.InnerException).Code);
    }

    [Fact]
    public async Task Collection_without_partitions_says_so()
    {
        using var plain = new ZvecCollection<int, Incident>(Folder, "plain");
        await Assert.ThrowsAsync<VectorStoreException>(() => plain.Partitions.ListAsync());
        await plain.EnsureCollectionExistsAsync();
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => plain.Partitions.ListAsync());
        Assert.Equal(ZvecErrorCode.FailedPrecondition, Assert.IsType<ZvecException>(exception.InnerException).Code);
        Assert.Contains(nameof(ZvecCollectionOptions.Partitioning), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_opens_the_partitions_that_it_may_match()
    {
        await FillAsync();
        Store.Dispose();
        ZvecCollection<int, Incident> events = Open().GetCollection<int, Incident>("events");
        DateTime from = Incident.Day(1);
        DateTime to = Incident.Day(3);

        Assert.Equal(["2026-03-02", "2026-03-03"], await events.GetPartitionsForAsync(one => one.Time >= from && one.Time < to));
        Assert.Equal(["2026-03-01", "2026-03-02"], await events.GetPartitionsForAsync(one => !(one.Time > from)));
        Assert.Equal(
            ["2026-03-01", "2026-03-04"],
            await events.GetPartitionsForAsync(one => one.Time == Incident.Day(0) || one.Time == to));
        Assert.Equal(4, (await events.GetPartitionsForAsync(one => one.Level == 1)).Count);
        Assert.Empty(await events.GetPartitionsForAsync(one => one.Time == null));
        Assert.DoesNotContain(await events.Partitions.ListAsync(), partition => partition.IsOpen);

        var options = new VectorSearchOptions<Incident> { Filter = one => one.Time >= from && one.Time < to };
        Assert.Equal([1, 2], await events.SearchAsync(new float[4], 10, options).Select(hit => hit.Record.Id).ToListAsync());
        Assert.Equal(
            ["2026-03-02", "2026-03-03"],
            (await events.Partitions.ListAsync()).Where(partition => partition.IsOpen).Select(partition => partition.Name));
    }

    [Fact]
    public async Task Record_moves_with_its_value()
    {
        ZvecCollection<int, Incident> events = await FillAsync();
        await events.UpsertAsync(Incident.New(1, day: 7));
        Assert.Equal([0, 1, 2, 3], await KeysAsync(events));
        Assert.Equal(Incident.Day(7), (await events.GetAsync(1))!.Time);
        Assert.Equal(0, (await events.Partitions.GetStatisticsAsync("2026-03-02")).Documents);
    }

    [Fact]
    public async Task Read_only_store_lists_and_changes_nothing()
    {
        await FillAsync();
        Store.Dispose();
        ZvecCollection<int, Incident> events = Open(readOnly: true).GetCollection<int, Incident>("events");
        Assert.Equal(4, (await events.Partitions.ListAsync()).Count);
        Assert.Equal([0, 1, 2, 3], await KeysAsync(events));
        foreach (Func<Task> operation in new Func<Task>[]
        {
            () => events.Partitions.AddAsync("2026-04-01"),
            () => events.Partitions.DropAsync("2026-03-01"),
            () => events.UpsertAsync(Incident.New(9, 9)),
        })
        {
            var exception = await Assert.ThrowsAsync<VectorStoreException>(operation);
            Assert.Equal(ZvecErrorCode.ReadOnly, Assert.IsType<ZvecException>(exception.InnerException).Code);
        }
    }

    [Fact]
    public async Task Read_only_store_moves_on_with_the_partitions_of_another_process()
    {
        await FillAsync();
        Store.Dispose();
        ZvecCollection<int, Incident> events = Open(readOnly: true).GetCollection<int, Incident>("events");
        Assert.Equal([0, 1, 2, 3], await KeysAsync(events));
        string path = Path.Combine(Folder, "events");
        CollectionSchema schema;
        using (PartitionedCollection other = PartitionedCollection.Open(path))
        {
            schema = other.Schema;
            await other.UpsertAsync([NewDocument(8, day: 8)]);
            await other.DropPartitionAsync("2026-03-01");
        }

        Assert.True(await events.RefreshAsync());
        Assert.False(await events.RefreshAsync());
        Assert.Equal([1, 2, 3, 8], await KeysAsync(events));

        // another collection in its place, this one without partitions
        PartitionedCollection.Drop(path);
        await Assert.ThrowsAsync<VectorStoreException>(() => events.RefreshAsync());
        using (Collection other = Collection.Create(path, schema))
            await other.UpsertAsync([NewDocument(9, day: 9)]);
        await events.RefreshAsync();
        Assert.Equal([9], await KeysAsync(events));
    }

    [Fact]
    public async Task Read_only_store_with_an_interval_moves_on_by_itself()
    {
        await FillAsync();
        Store.Dispose();
        using var reading = new ZvecVectorStore(
            Folder, new ZvecVectorStoreOptions { ReadOnly = true, RefreshInterval = TimeSpan.FromMilliseconds(10) });
        ZvecCollection<int, Incident> events = reading.GetCollection<int, Incident>("events");
        Assert.Equal([0, 1, 2, 3], await KeysAsync(events));
        using (PartitionedCollection other = PartitionedCollection.Open(Path.Combine(Folder, "events")))
            await other.UpsertAsync([NewDocument(8, day: 8)]);

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await events.GetAsync(8) is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<ZvecCollection<int, Incident>> FillAsync()
    {
        ZvecCollection<int, Incident> events = await CreateAsync<int, Incident>("events");
        await events.UpsertAsync(Enumerable.Range(0, 4).Select(day => Incident.New(day, day)));
        return events;
    }

    private static Document NewDocument(int id, int day) => new(id)
    {
        ["Time"] = Incident.Day(day),
        ["Level"] = 0,
        ["Vector"] = new float[] { id, 1, 2, 3 },
    };

    private static async Task<List<int>> KeysAsync(ZvecCollection<int, Incident> events) =>
        await events.GetAsync(_ => true, 100).Select(one => one.Id).Order().ToListAsync();
}
