using System.Diagnostics.Metrics;

namespace Zvec.Engine.Tests.Partitions;

/// <summary>Statistics and measurements of partitioned collections, periods of every length, and statistics of texts of the searched
/// partitions only.</summary>
[Collection("Telemetry")]
public sealed class PartitionMonitoringTests
{
    [Fact]
    public async Task Statistics_are_of_the_whole_and_of_each_partition()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 31);
        await pair.Parts.InsertAsync(Enumerable.Range(0, 50).Select(pair.Document));
        await pair.Parts.FlushAsync();
        await pair.Parts.DetachPartitionAsync("bee");
        PartitionedCollectionStatistics all = pair.Parts.GetStatistics();
        Assert.Equal(pair.Parts.Count(), all.Documents);
        Assert.Equal(5, all.Partitions.Count);
        Assert.Equal(4, all.Counted);
        Assert.Equal(4, all.Segments);
        Assert.Null(all.WriteFailure);
        Assert.Equal(pair.Parts.Count("tenant = 'ant'"), all.Partitions.Single(one => one.Partition.Name == "ant").State!.Documents);
        Assert.Equal(all.Partitions.Where(one => one.State is not null).Sum(one => one.State!.DiskBytes), all.DiskBytes);
        Assert.Null(all.Partitions.Single(one => one.Partition.Name == "bee").State);
        pair.Reopen();
        Assert.Equal(0, pair.Parts.GetStatistics(openPartitions: false).Counted);
        Assert.Equal(0, pair.Parts.OpenPartitionCount);
        pair.Parts.Count("tenant = 'ant'");
        Assert.Equal(1, pair.Parts.GetStatistics(openPartitions: false).Counted);
    }

    [Fact]
    public async Task Each_call_is_measured_once()
    {
        string name = "measured " + Guid.NewGuid();
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "db.client.operation.duration")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            Dictionary<string, object?> all = new(tags.ToArray());
            if (Equals(all["db.collection.name"], name))
            {
                lock (seen)
                    seen.Add((string)all["db.operation.name"]!);
            }
        });
        listener.Start();
        using var folder = new Storage.TemporaryFolder();
        var schema = new CollectionSchema(name) { Key = KeyType.Int32, Fields = { new FieldSchema("n", DataType.Int32) } };
        using var parts = PartitionedCollection.Create(folder["parts"], schema, PartitionBy.Field("n"));
        await parts.InsertAsync(Enumerable.Range(0, 6).Select(key => new Document(key) { ["n"] = key % 3 }));
        await parts.UpsertAsync([new Document(1) { ["n"] = 2 }]); // moves
        parts.Count();
        parts.Fetch(1);
        Assert.Equal(6, parts.Scan().Count());
        parts.Query(new FilterQuery());
        await parts.DeleteAsync([1]);
        await parts.DeleteAsync("n = 0");
        await parts.AddFieldAsync(new FieldSchema("m", DataType.Int32) { Nullable = true });
        await parts.FlushAsync();
        await parts.BackupAsync(folder["backup"]);
        Assert.Equal(
            ["insert", "upsert", "count", "fetch", "scan", "query", "delete", "delete_by_filter", "change_schema", "flush", "backup"], seen);
    }

    [Theory]
    [InlineData(PartitionPeriod.Hour, "2026-02-28T23", "2026-02-28T23:00:00", "2026-03-01T00:00:00")]
    [InlineData(PartitionPeriod.Day, "2026-02-28", "2026-02-28T00:00:00", "2026-03-01T00:00:00")]
    [InlineData(PartitionPeriod.Month, "2026-02", "2026-02-01T00:00:00", "2026-03-01T00:00:00")]
    [InlineData(PartitionPeriod.Year, "2026", "2026-01-01T00:00:00", "2027-01-01T00:00:00")]
    public async Task Periods_begin_and_end_where_they_should(PartitionPeriod period, string name, string from, string to)
    {
        using var folder = new Storage.TemporaryFolder();
        var schema = new CollectionSchema("times")
        {
            Key = KeyType.Int32,
            Fields = { new FieldSchema("at", DataType.DateTimeOffset) { Nullable = true } },
        };
        using var parts = PartitionedCollection.Create(folder["parts"], schema, PartitionBy.Time("at", period));
        DateTimeOffset begin = DateTimeOffset.Parse(from + "Z", System.Globalization.CultureInfo.InvariantCulture);
        DateTimeOffset end = DateTimeOffset.Parse(to + "Z", System.Globalization.CultureInfo.InvariantCulture);
        DateTimeOffset?[] times = [begin.AddTicks(-1), begin, begin.ToOffset(TimeSpan.FromHours(9)), end.AddTicks(-1), end, null];
        await parts.InsertAsync(times.Select((time, key) => new Document(key) { ["at"] = time }));
        Assert.Equal(4, parts.Partitions.Count);
        Assert.Equal([name], parts.PartitionsFor($"at >= '{from}Z' and at < '{to}Z'"));
        Assert.Equal(3, parts.Count($"at >= '{from}Z' and at < '{to}Z'"));
        Assert.Equal(["(none)"], parts.PartitionsFor("at is null"));
        Assert.Equal(1, parts.Count("at is null"));
    }

    [Fact]
    public async Task Scores_of_texts_can_depend_on_the_searched_partitions_alone()
    {
        var options = new PartitionedCollectionOptions
        {
            Partition = PartitionedPair.PartitionOptions,
            TextStatistics = PartitionTextStatistics.SearchedPartitions,
        };
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 33, options);
        Document[] documents = [.. Enumerable.Range(0, 80).Select(pair.Document)];
        await pair.Parts.InsertAsync(documents);
        await pair.Whole.InsertAsync(documents.Where(document => Equals(document["tenant"], "ant"))); // the tenant alone
        pair.Reopen();
        var query = new TextQuery("text", "red fox") { Filter = "tenant = 'ant'", Top = 50 };
        IReadOnlyList<SearchHit> hits = pair.Parts.Search(query);
        Assert.Equal(1, pair.Parts.OpenPartitionCount);
        Assert.NotEmpty(hits);
        Assert.Equal(
            pair.Whole.Search(query).Select(hit => (hit.Score, (int)hit.Key.Value)).Order(),
            hits.Select(hit => (hit.Score, (int)hit.Key.Value)).Order());
    }
}
