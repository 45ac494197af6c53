using System.Diagnostics;
using Zvec.Engine.Telemetry;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Telemetry;

[Collection("Telemetry")]
public sealed class OperationTelemetryTests
{
    private const string Duration = "db.client.operation.duration";
    private readonly MemoryFileSystem _disk = new(TelemetryTable.Root);

    [Fact]
    public async Task Every_operation_is_measured_once_by_its_name()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using var values = new MeasuredValues("every");
        using var folder = new TemporaryFolder();
        using Collection collection = TelemetryTable.Create(_disk, "every");
        await collection.InsertAsync([TelemetryTable.ToDocument(0)], token);
        await collection.UpsertAsync([TelemetryTable.ToDocument(1)], token);
        await collection.UpdateAsync([TelemetryTable.ToDocument(1)], token);
        await collection.DeleteAsync([new DocumentKey(5)], token);
        await collection.DeleteAsync("n = 6", token);
        collection.Fetch(1);
        collection.Search(Nearest(1), token);
        collection.Search(new TextQuery("text", "common"), token);
        collection.Search(new HybridQuery { Queries = { Nearest(5), new TextQuery("text", "common") } }, token);
        collection.Search(new GroupByQuery("v", new float[4], "n"), token);
        collection.Query(new FilterQuery { Filter = "n = 1" }, token);
        Assert.Equal(2, collection.Scan().Count());
        collection.Count(cancellationToken: token);
        await collection.FlushAsync(token);
        await collection.OptimizeAsync(token);
        await collection.DropIndexAsync("n", token);
        await collection.CopyToAsync(_disk, "/disk/copy", new CopyOptions(), null, token);
        using (var archive = new MemoryStream())
            await collection.BackupAsync(archive, cancellationToken: token);
        using (Collection reader = CollectionOpener.Open(_disk, TelemetryTable.Folder, new CollectionOptions { ReadOnly = true }))
            reader.Refresh();

        string[] expected =
        [
            OperationName.Insert, OperationName.Upsert, OperationName.Update, OperationName.Delete, OperationName.DeleteByFilter,
            OperationName.Fetch, OperationName.Search, OperationName.SearchText, OperationName.SearchHybrid, OperationName.SearchGroups,
            OperationName.Query, OperationName.Scan, OperationName.Count, OperationName.Flush, OperationName.Optimize,
            OperationName.ChangeSchema, OperationName.Copy, OperationName.Backup, OperationName.Refresh,
        ];
        var measured = values.Of(Duration)
            .GroupBy(one => (string)one.Tags["db.operation.name"]!)
            .ToDictionary(one => one.Key, one => one.Count());
        foreach (string operation in expected)
            Assert.True(measured.GetValueOrDefault(operation) >= 1, operation);
        Assert.Empty(measured.Keys.Except(expected));
        Assert.Equal(1, measured[OperationName.Search]);
        Assert.Equal(1, measured[OperationName.Upsert]);
        Assert.Equal(1, measured[OperationName.Update]);
        Assert.All(values.Of(Duration), one => Assert.Equal("zvec", one.Tags["db.system.name"]));
        Assert.All(values.Of(Duration), one => Assert.InRange(one.Value, 0, 600));
        Assert.All(values.Of(Duration), one => Assert.False(one.Tags.ContainsKey("error.type")));
        Assert.NotEmpty(values.Of("zvec.log.sync.duration"));
        Assert.Contains(values.Of("zvec.maintenance.duration"), one => "seal".Equals(one.Tags["zvec.maintenance.job"]));
    }

    [Fact]
    public async Task Failures_are_measured_by_their_error_and_rows_by_their_number()
    {
        using var values = new MeasuredValues("failing");
        using Collection collection = TelemetryTable.Create(_disk, "failing");
        await TelemetryTable.FillAsync(collection, 10);
        Assert.Equal(3, collection.Search(Nearest(3), TestContext.Current.CancellationToken).Count);
        Assert.Throws<ZvecException>(() => collection.Search(new VectorQuery("v", new float[3])));
        Assert.Throws<ZvecException>(() => collection.Search(new VectorQuery("none", new float[4])));
        await Assert.ThrowsAsync<ZvecException>(() => collection.InsertAsync([new Document("text")]));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collection.FlushAsync(cancelled.Token));

        Assert.Equal(
            ["DimensionMismatch", "InvalidArgument", "NotFound", "System.Threading.Tasks.TaskCanceledException"],
            values.Of(Duration).Select(one => one.Tags.GetValueOrDefault("error.type")).OfType<string>().Order());
        Assert.Equal(
            ["DimensionMismatch", "InvalidArgument", "NotFound"],
            values.Of(Duration).Select(one => one.Tags.GetValueOrDefault("db.response.status_code")).OfType<string>().Order());
        Assert.Equal([3.0], values.Of("db.client.response.returned_rows").Select(one => one.Value));
    }

    [Fact]
    public async Task Spans_follow_the_conventions_and_end_with_their_calls()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ZvecTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using Collection collection = TelemetryTable.Create(_disk, "spans");
        using var outer = new Activity("outer");
        outer.Start();

        Task write = TelemetryTable.FillAsync(collection, 10);
        Assert.Same(outer, Activity.Current);
        await write;
        collection.Search(Nearest(2), TestContext.Current.CancellationToken);
        Assert.Throws<ZvecException>(() => collection.Search(new VectorQuery("v", new float[3])));
        foreach (Document _ in collection.Scan())
            Assert.Same(outer, Activity.Current);
        Assert.Same(outer, Activity.Current);

        Activity[] mine;
        lock (spans)
            mine = [.. spans.Where(span => "spans".Equals(span.GetTagItem("db.collection.name")))];
        Assert.Equal(["upsert spans", "search spans", "search spans"], mine.Select(span => span.DisplayName));
        Assert.All(mine, span => Assert.Equal((ActivityKind.Client, outer.SpanId), (span.Kind, span.ParentSpanId)));
        Assert.All(mine, span => Assert.Equal("zvec", span.GetTagItem("db.system.name")));
        Assert.Equal(10, mine[0].GetTagItem("db.operation.batch.size"));
        Assert.Null(mine[0].GetTagItem("db.response.returned_rows"));
        Assert.Equal((2, ActivityStatusCode.Unset), (mine[1].GetTagItem("db.response.returned_rows"), mine[1].Status));
        Assert.Equal(("DimensionMismatch", ActivityStatusCode.Error), (mine[2].GetTagItem("error.type"), mine[2].Status));
        Assert.Contains("3", mine[2].StatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_listens_to_allocates_nothing()
    {
        var telemetry = new CollectionTelemetry("silent");
        var state = new int[1];
        Action sync = static () => { };
        Func<int[], int> call = static count => count[0]++;
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(20_000, state[0]);

        void Run()
        {
            for (int i = 0; i < 10_000; i++)
            {
                telemetry.Run(OperationName.Search, state, call);
                telemetry.Sync(sync);
            }
        }
    }

    [Fact]
    public async Task Gauges_count_collections_of_one_name_together()
    {
        using var values = new MeasuredValues("parts");
        using Collection first = TelemetryTable.Create(_disk, "parts");
        using (Collection second = CollectionOpener.Create(_disk, "/disk/d", TelemetryTable.Schema("parts"), TelemetryTable.Quiet))
        {
            await TelemetryTable.FillAsync(first, 10);
            await TelemetryTable.FillAsync(second, 5);
            await second.FlushAsync(TestContext.Current.CancellationToken);
            Assert.Equal(15, values.Observe("zvec.collection.documents", "none")[""]);
            Assert.Equal(10, values.Observe("zvec.collection.unsealed", "none")[""]);
            Assert.Equal(2, values.Observe("zvec.collection.open", "none")[""]);
            Dictionary<string, double> disk = values.Observe("zvec.collection.disk.usage", "zvec.part");
            Assert.Equal(first.GetStatistics().LogBytes + second.GetStatistics().LogBytes, disk["log"]);
            Assert.Equal(first.GetStatistics().DiskBytes + second.GetStatistics().DiskBytes, disk.Values.Sum());
            Assert.Equal(0, values.Observe("zvec.index.completeness", "zvec.field.name")["v"]);
        }

        Assert.Equal(10, values.Observe("zvec.collection.documents", "none")[""]);
        first.Dispose();
        Assert.Empty(values.Observe("zvec.collection.documents", "none"));
    }

    private static VectorQuery Nearest(int top) => new("v", new float[] { 1, 1, 1, 0 }) { Top = top };
}
