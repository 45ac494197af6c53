using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary>Partitioned collections in a store: created, found again, shared, counted, deleted.</summary>
public sealed class PartitionedStoreTests : StoreTests
{
    protected override PartitionBy? Partitioning => PartitionBy.Time(nameof(Incident.Time), PartitionPeriod.Day);

    [Fact]
    public async Task Collection_that_exists_is_found_to_be_partitioned()
    {
        await FillAsync(3);
        Store.Dispose();

        using var silent = new ZvecVectorStore(Folder);
        ZvecCollection<int, Incident> events = silent.GetCollection<int, Incident>("events");
        await events.EnsureCollectionExistsAsync();
        await events.UpsertAsync(Incident.New(10, day: 5));
        Assert.Equal(
            ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-06"],
            (await events.Partitions.ListAsync()).Select(one => one.Name));
        Assert.Equal(4, await events.GetAsync(_ => true, 100).CountAsync());
    }

    [Fact]
    public async Task Another_rule_than_the_stored_one_is_refused_by_name()
    {
        await FillAsync(1);
        foreach (PartitionBy other in new[] { PartitionBy.KeyHash(2), PartitionBy.Time(nameof(Incident.Time), PartitionPeriod.Month) })
        {
            using var events = new ZvecCollection<int, Incident>(Folder, "events", new ZvecCollectionOptions { Partitioning = other });
            InvalidOperationException exception =
                await Assert.ThrowsAsync<InvalidOperationException>(() => events.EnsureCollectionExistsAsync());
            Assert.Contains("'events'", exception.Message, StringComparison.Ordinal);
            Assert.Contains(nameof(PartitionPeriod.Day), exception.Message, StringComparison.Ordinal);
        }

        using var plain = new ZvecVectorStore(Folder);
        await plain.GetCollection<int, Incident>("plain").EnsureCollectionExistsAsync();
        var asked = await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync<int, Incident>("plain"));
        Assert.Contains("has none", asked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_about_a_field_that_there_is_not_creates_nothing()
    {
        using var events = new ZvecCollection<int, Incident>(
            Folder, "events", new ZvecCollectionOptions { Partitioning = PartitionBy.Field("Tenant") });
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => events.EnsureCollectionExistsAsync());
        Assert.Contains("'Tenant'", exception.Message, StringComparison.Ordinal);
        Assert.False(await events.CollectionExistsAsync());
    }

    [Fact]
    public async Task Stores_on_one_path_share_the_open_partitions()
    {
        ZvecCollection<int, Incident> first = await FillAsync(2);
        ZvecCollection<int, Incident> second = Open().GetCollection<int, Incident>("events");
        ZvecCollection<int, Incident> reader = Open(readOnly: true).GetCollection<int, Incident>("events");
        await second.UpsertAsync(Incident.New(10, day: 0));
        Assert.NotNull(await first.GetAsync(10));
        Assert.NotNull(await reader.GetAsync(10));

        SharedDatabase database = SharedDatabase.Acquire(Folder);
        SharedCollection shared = Assert.Single(database.Collections);
        using (CollectionLease? one = shared.TryLeaseOpen())
        using (CollectionLease? other = shared.TryLeaseOpen())
            Assert.Same(Assert.IsType<PartitionedCollection>(one!.Value.Collection), other!.Value.Collection);
        database.Release();
    }

    [Fact]
    public async Task Store_lists_counts_and_deletes_a_partitioned_collection()
    {
        ZvecCollection<int, Incident> events = await FillAsync(4);
        Assert.Equal(["events"], await Store.ListCollectionNamesAsync().ToListAsync());
        Assert.True(await Store.CollectionExistsAsync("events"));
        CollectionStatistics state = (await Store.GetStatisticsAsync())["events"];
        Assert.Equal(4, state.Documents);
        Assert.Equal(1, state.IndexCompleteness[nameof(Incident.Vector)]);
        Assert.Equal(state.Disk.Total, state.DiskBytes);
        Assert.Equal(1, (await events.Partitions.GetStatisticsAsync("2026-03-02")).Documents);

        await Store.EnsureCollectionDeletedAsync("events");
        Assert.False(await events.CollectionExistsAsync());
        Assert.Empty(Directory.GetDirectories(Folder));
        await events.EnsureCollectionExistsAsync();
        Assert.Empty(await events.GetAsync(_ => true, 10).ToListAsync());
    }

    [Fact]
    public async Task Statistics_are_of_all_partitions_and_the_health_check_opens_none()
    {
        await FillAsync(3);
        Store.Dispose();

        ZvecVectorStore store = Open();
        using ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(store)
            .AddHealthChecks().AddZvecHealthCheck(configure: options => options.Collections = ["events"]).Services
            .BuildServiceProvider();
        HealthReport report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(0L, report.Entries["zvec"].Data["events.documents"]);
        ZvecCollection<int, Incident> events = store.GetCollection<int, Incident>("events");
        Assert.DoesNotContain(await events.Partitions.ListAsync(), partition => partition.IsOpen);

        Assert.Equal(3, (await store.GetStatisticsAsync(["events"]))["events"].Documents);
        Assert.Equal(3, (await events.GetStatisticsAsync()).Documents);
    }

    [Fact]
    public async Task Function_of_the_key_comes_from_the_options()
    {
        PartitionBy rule = PartitionBy.Key(key => key.ToString()!.Length == 1 ? "short" : "long");
        var options = new ZvecVectorStoreOptions { ConfigureCollection = (_, collection) => collection.Partitioning = rule };
        using (var store = new ZvecVectorStore(Folder, options))
        {
            ZvecCollection<int, Incident> events = store.GetCollection<int, Incident>("keyed");
            await events.EnsureCollectionExistsAsync();
            await events.UpsertAsync([Incident.New(1, 1), Incident.New(22, 1), Incident.New(333, 1)]);
        }

        Store.Dispose();
        using (var without = new ZvecVectorStore(Folder))
        {
            var exception = await Assert.ThrowsAsync<VectorStoreException>(() => without.GetCollection<int, Incident>("keyed").GetAsync(1));
            Assert.Equal(ZvecErrorCode.InvalidArgument, Assert.IsType<ZvecException>(exception.InnerException).Code);
        }

        using var again = new ZvecVectorStore(Folder, options);
        Assert.Equal(3, (await again.GetStatisticsAsync(["keyed"]))["keyed"].Documents);
        ZvecCollection<int, Incident> same = again.GetCollection<int, Incident>("keyed");
        Assert.NotNull(await same.GetAsync(333));
        Assert.Equal(["short"], await same.GetPartitionsForAsync(one => one.Id == 7));
    }

    [Fact]
    public async Task Options_of_partitions_reach_the_engine()
    {
        var options = new ZvecCollectionOptions
        {
            Partitioning = Partitioning,
            Partitions = new PartitionedCollectionOptions { MaxOpenPartitions = 2, CreatePartitions = false },
        };
        using ServiceProvider services = new ServiceCollection()
            .AddZvecCollection<int, Incident>("events", Folder, options)
            .BuildServiceProvider();
        var events = services.GetRequiredService<ZvecCollection<int, Incident>>();
        await events.EnsureCollectionExistsAsync();
        var refused = await Assert.ThrowsAsync<VectorStoreException>(() => events.UpsertAsync(Incident.New(1, 0)));
        Assert.Contains("2026-03-01", refused.Message, StringComparison.Ordinal);

        for (int day = 0; day < 4; day++)
        {
            await events.Partitions.AddAsync($"2026-03-0{day + 1}");
            await events.UpsertAsync(Incident.New(day, day));
        }

        Assert.Equal(4, await events.SearchAsync(new float[4], 10).CountAsync());
        Assert.Equal(2, (await events.Partitions.ListAsync()).Count(partition => partition.IsOpen));
    }

    [Fact]
    public async Task Store_is_backed_up_and_restored_with_its_partitioned_collections()
    {
        ZvecCollection<int, Incident> events = await FillAsync(3);
        using var beside = new TemporaryPlace();
        string backup = Path.Combine(beside.Path, "backup");
        string restored = Path.Combine(beside.Path, "restored");
        Assert.Equal(3, (await Store.BackupAsync(backup))["events"].Documents);
        await events.UpsertAsync(Incident.New(10, day: 9));
        Assert.Equal(4, (await Store.BackupAsync(backup))["events"].Documents);
        Assert.Equal(4, (await events.BackupAsync(Path.Combine(beside.Path, "one"))).Documents);
        await events.UpsertAsync(Incident.New(11, day: 9));

        Assert.Equal(["events"], await ZvecVectorStore.RestoreAsync(backup, restored));
        using var store = new ZvecVectorStore(restored);
        ZvecCollection<int, Incident> copies = store.GetCollection<int, Incident>("events");
        Assert.Equal([0, 1, 2, 10], await copies.GetAsync(_ => true, 10).Select(copy => copy.Id).Order().ToListAsync());
        await copies.UpsertAsync(Incident.New(12, day: 12));
        Assert.Equal(5, (await copies.Partitions.ListAsync()).Count);
        var again = await Assert.ThrowsAsync<VectorStoreException>(() => ZvecVectorStore.RestoreAsync(backup, restored));
        Assert.Equal(ZvecErrorCode.AlreadyExists, Assert.IsType<ZvecException>(again.InnerException).Code);
    }

    [Fact]
    public async Task Record_that_has_more_adds_it_to_all_partitions()
    {
        await FillAsync(2);
        VectorStoreCollectionDefinition definition = Definition(
            new VectorStoreKeyProperty(nameof(Incident.Id), typeof(int)),
            new VectorStoreDataProperty(nameof(Incident.Time), typeof(DateTime?)),
            new VectorStoreDataProperty(nameof(Incident.Level), typeof(int)),
            new VectorStoreDataProperty("Place", typeof(string)) { IsIndexed = true },
            new VectorStoreVectorProperty("Second", typeof(ReadOnlyMemory<float>?), 2),
            new VectorStoreVectorProperty(nameof(Incident.Vector), typeof(ReadOnlyMemory<float>?), 4));
        var refused = await Assert.ThrowsAsync<VectorStoreException>(() => CreateDynamicAsync(definition, "events"));
        Assert.Contains("'Vector'", refused.Message, StringComparison.Ordinal);

        definition.Properties[^1] = new VectorStoreVectorProperty(nameof(Incident.Vector), typeof(ReadOnlyMemory<float>), 4);
        ZvecDynamicCollection wider = await CreateDynamicAsync(definition, "events");
        await wider.UpsertAsync(new Dictionary<string, object?>
        {
            [nameof(Incident.Id)] = 1,
            [nameof(Incident.Time)] = Incident.Day(5),
            [nameof(Incident.Level)] = 1,
            ["Place"] = "north",
            ["Second"] = (ReadOnlyMemory<float>)new float[] { 1, 2 },
            [nameof(Incident.Vector)] = (ReadOnlyMemory<float>)new float[4],
        });
        Assert.Equal(1, (await wider.GetAsync(record => (string)record["Place"]! == "north", 10).SingleAsync())[nameof(Incident.Id)]);
        Assert.Equal(0, (await wider.GetAsync(record => record["Place"] == null, 10).SingleAsync())[nameof(Incident.Id)]);
        Assert.Single(await wider.SearchAsync(
            new float[] { 1, 1 }, 10, new() { VectorProperty = record => record["Second"] }).ToListAsync());
    }

    [Fact]
    public async Task Dynamic_records_are_partitioned_by_their_stored_field()
    {
        using var records = new ZvecDynamicCollection(Folder, "tenants", new ZvecCollectionOptions
        {
            Definition = Definition(
                new VectorStoreKeyProperty("Id", typeof(string)),
                new VectorStoreDataProperty("Tenant", typeof(string)) { StorageName = "tenant_name" }),
            Partitioning = PartitionBy.Field("tenant_name"),
        });
        await records.EnsureCollectionExistsAsync();
        await records.UpsertAsync(
        [
            new Dictionary<string, object?> { ["Id"] = "1", ["Tenant"] = "north" },
            new Dictionary<string, object?> { ["Id"] = "2", ["Tenant"] = "south" },
            new Dictionary<string, object?> { ["Id"] = "3", ["Tenant"] = null },
        ]);
        Assert.Equal(["south"], await records.GetPartitionsForAsync(record => (string)record["Tenant"]! == "south"));
        Assert.Equal(["(none)"], await records.GetPartitionsForAsync(record => record["Tenant"] == null));
        Assert.Equal("2", (await records.GetAsync(record => (string)record["Tenant"]! == "south", 10).SingleAsync())["Id"]);
    }

    private async Task<ZvecCollection<int, Incident>> FillAsync(int days)
    {
        ZvecCollection<int, Incident> events = await CreateAsync<int, Incident>("events");
        await events.UpsertAsync(Enumerable.Range(0, days).Select(day => Incident.New(day, day)));
        return events;
    }
}
