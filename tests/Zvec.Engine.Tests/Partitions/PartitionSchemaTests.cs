namespace Zvec.Engine.Tests.Partitions;

/// <summary>Changes of the schema of partitioned collections, which partitions follow when they are open, opened, attached or
/// restored.</summary>
public sealed class PartitionSchemaTests
{
    private const int Count = 60;

    [Fact]
    public async Task Every_change_gives_the_answers_of_one_collection()
    {
        var options = new PartitionedCollectionOptions { Partition = PartitionedPair.PartitionOptions, MaxOpenPartitions = 2, SearchThreads = 2 };
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 11, options);
        await WriteAsync(pair, [.. Enumerable.Range(0, Count).Select(pair.Document)]);
        await BothAsync(pair, whole => whole.FlushAsync(), parts => parts.FlushAsync());
        Check(pair);

        await BothAsync(
            pair,
            whole => whole.AddFieldAsync(new FieldSchema("extra", DataType.Int64) { Nullable = true }),
            parts => parts.AddFieldAsync(new FieldSchema("extra", DataType.Int64) { Nullable = true }));
        Assert.Equal(Count, pair.Parts.Count("extra is null"));
        await WriteAsync(pair, [.. Enumerable.Range(0, 20).Select(key => With(pair.Document(key), "extra", (long)key))]);
        Assert.Equal(pair.Whole.Count("extra > 5"), pair.Parts.Count("extra > 5"));

        await BothAsync(pair, whole => whole.RenameFieldAsync("tenant", "owner"), parts => parts.RenameFieldAsync("tenant", "owner"));
        Assert.Equal(["ant"], pair.Parts.PartitionsFor("owner = 'ant'"));
        Assert.Equal(pair.Whole.Count("owner = 'ant'"), pair.Parts.Count("owner = 'ant'"));
        await BothAsync(
            pair,
            whole => whole.CreateIndexAsync("number", new InvertedIndexOptions()),
            parts => parts.CreateIndexAsync("number", new InvertedIndexOptions()));
        pair.Reopen();
        Check(pair);
        await BothAsync(pair, whole => whole.DropIndexAsync("number"), parts => parts.DropIndexAsync("number"));
        Check(pair);

        // vectors and texts are written anew
        await BothAsync(
            pair,
            whole => whole.CreateIndexAsync("near", new HnswIndexOptions { Metric = Metric.InnerProduct }),
            parts => parts.CreateIndexAsync("near", new HnswIndexOptions { Metric = Metric.InnerProduct }));
        Check(pair);
        await BothAsync(
            pair,
            whole => whole.CreateIndexAsync("text", new TextIndexOptions { Stemmer = TextStemmer.English }),
            parts => parts.CreateIndexAsync("text", new TextIndexOptions { Stemmer = TextStemmer.English }));
        Check(pair);
        await BothAsync(pair, whole => whole.DropFieldAsync("time"), parts => parts.DropFieldAsync("time"));
        Assert.Throws<ZvecException>(() => pair.Parts.Count("time is null"));
        await BothAsync(
            pair,
            whole => whole.AddFieldAsync(new FieldSchema("time", DataType.Int32) { Nullable = true }),
            parts => parts.AddFieldAsync(new FieldSchema("time", DataType.Int32) { Nullable = true }));
        Assert.Equal(Count, pair.Parts.Count("time is null"));
        pair.Reopen();
        Assert.Equal(Count, pair.Parts.Count("time is null"));
        Check(pair);

        // a partition that is made now has the identifiers of the others
        await pair.Parts.InsertAsync([new Document(1000)
        {
            ["owner"] = "new", ["number"] = 7, ["text"] = "sea", ["near"] = pair.Vector(), ["like"] = pair.Vector(),
        }]);
        Assert.Equal(Count + 1, pair.Parts.Count("time is null"));
        Assert.Equal(1, pair.Parts.Count("owner = 'new' and number = 7"));
    }

    [Fact]
    public async Task Partitions_that_were_away_follow_when_they_come_back()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 12);
        await pair.Parts.InsertAsync(Enumerable.Range(0, Count).Select(pair.Document));
        long bees = pair.Parts.Count("tenant = 'bee'");
        long ants = pair.Parts.Count("tenant = 'ant'");
        await pair.Parts.DetachPartitionAsync("bee");
        await pair.Parts.ArchivePartitionAsync("ant", pair["archive"]);
        await pair.Parts.RenameFieldAsync("number", "count");
        await pair.Parts.CreateIndexAsync("near", new HnswIndexOptions { Metric = Metric.Cosine });
        await pair.Parts.AddFieldAsync(new VectorSchema("third", VectorType.Float32, 3) { Nullable = true });
        await pair.Parts.DropFieldAsync("time");
        pair.Reopen();
        await pair.Parts.AttachPartitionAsync("bee");
        await pair.Parts.RestorePartitionAsync("ant", pair["archive"]);
        Assert.Equal(bees, pair.Parts.Count("tenant = 'bee' and count >= 0"));
        Assert.Equal(ants, pair.Parts.Count("tenant = 'ant' and count >= 0"));
        Assert.Equal(Count, pair.Parts.Search(new VectorQuery("near", pair.Vector()) { Top = 100, Exact = true }).Count);
        Assert.Equal(Count, pair.Parts.Count());
        Assert.All(pair.Parts.Scan(), document => Assert.DoesNotContain(document, value => value.Key is "time" or "number"));
    }

    [Fact]
    public async Task A_reader_reads_partitions_that_lag_behind_and_sees_changes_after_a_refresh()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 13);
        await pair.Parts.InsertAsync(Enumerable.Range(0, Count).Select(pair.Document));
        var readOnly = new PartitionedCollectionOptions { Partition = PartitionedPair.PartitionOptions with { ReadOnly = true } };
        using PartitionedCollection early = PartitionedCollection.Open(pair.Folder, readOnly);
        long few = early.Count("tenant = 'ant' and number < 5");
        await pair.Parts.DetachPartitionAsync("ant");
        await pair.Parts.RenameFieldAsync("number", "count");
        await pair.Parts.DropFieldAsync("time");
        await pair.Parts.CreateIndexAsync("count", new InvertedIndexOptions());
        await pair.Parts.AttachPartitionAsync("ant"); // and not opened: it lags behind
        using PartitionedCollection late = PartitionedCollection.Open(pair.Folder, readOnly);
        Assert.Equal(few, late.Count("tenant = 'ant' and count < 5"));
        Assert.Equal(Count, late.Count("count >= 0"));
        Assert.True(early.Refresh());
        Assert.Equal(few, early.Count("tenant = 'ant' and count < 5"));
        Assert.Equal(Count, early.Count("count >= 0"));
        Assert.False(early.Refresh());
    }

    [Fact]
    public async Task What_cannot_be_changes_nothing()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 14);
        await pair.Parts.InsertAsync(Enumerable.Range(0, 10).Select(pair.Document));
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.DropFieldAsync("tenant"));
        await AssertCodeAsync(ZvecErrorCode.NotFound, () => pair.Parts.DropFieldAsync("nothing"));
        await AssertCodeAsync(ZvecErrorCode.AlreadyExists, () => pair.Parts.RenameFieldAsync("number", "text"));
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.AddFieldAsync(new FieldSchema("must", DataType.Int32)));
        await AssertCodeAsync(ZvecErrorCode.NotFound, () => pair.Parts.CreateIndexAsync("near", new InvertedIndexOptions()));
        Assert.Equal(10, pair.Parts.Count("number >= 0"));
        await pair.Parts.DropIndexAsync("time"); // has none
        Assert.Equal(PartitionedPair.Schema.Fields.Count, pair.Parts.Schema.Fields.Count);
    }

    [Fact]
    public async Task The_schema_changes_while_others_search_and_write()
    {
        using var pair = new PartitionedPair(PartitionBy.KeyHash(5), seed: 15);
        await pair.Parts.InsertAsync(Enumerable.Range(0, Count).Select(pair.Document));
        Document[] writes = [.. Enumerable.Range(0, Count).Select(pair.Document)];
        float[] vector = pair.Vector();
        bool isOver = false;
        Task searches = Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Assert.Equal(Count, pair.Parts.Count());
                Assert.Equal(Count, pair.Parts.Search(new VectorQuery("near", vector) { Top = 100, Exact = true }).Count);
                Assert.Equal(Count, pair.Parts.Scan().Count(document => document["near"] is ReadOnlyMemory<float> { Length: 8 }));
            }
        });
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; !Volatile.Read(ref isOver); i++)
                Assert.All(await pair.Parts.UpsertAsync([writes[i % Count]]), result => Assert.True(result.Succeeded));
        });
        for (int i = 0; i < 4; i++)
        {
            await pair.Parts.CreateIndexAsync("near", new HnswIndexOptions { Metric = i % 2 == 0 ? Metric.Cosine : Metric.L2 });
            await pair.Parts.AddFieldAsync(new FieldSchema("more", DataType.Int32) { Nullable = true });
            await pair.Parts.RenameFieldAsync("more", "less");
            await pair.Parts.DropFieldAsync("less");
            await pair.Parts.FlushAsync();
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(searches, writing);
        Assert.Equal(Count, pair.Parts.Count());
    }

    private static void Check(PartitionedPair pair)
    {
        Assert.Equal(pair.Whole.Count(), pair.Parts.Count());
        for (int number = 0; number < 20; number += 3)
            Assert.Equal(pair.Whole.Count($"number = {number}"), pair.Parts.Count($"number = {number}"));
        var near = new VectorQuery("near", pair.Vector()) { Top = 20, Exact = true };
        Assert.Equal(pair.Whole.Search(near).Select(hit => (hit.Key, hit.Score)), pair.Parts.Search(near).Select(hit => (hit.Key, hit.Score)));
        var words = new TextQuery("text", "jumping foxes") { Top = 100 };
        Assert.Equal(
            pair.Whole.Search(words).Select(hit => (int)hit.Key.Value).Order(), pair.Parts.Search(words).Select(hit => (int)hit.Key.Value).Order());
    }

    private static async Task WriteAsync(PartitionedPair pair, Document[] documents) =>
        await BothAsync(pair, whole => whole.UpsertAsync(documents), parts => parts.UpsertAsync(documents));

    private static async Task BothAsync(PartitionedPair pair, Func<Collection, Task> whole, Func<PartitionedCollection, Task> parts)
    {
        await whole(pair.Whole);
        await parts(pair.Parts);
    }

    private static Document With(Document document, string field, object? value)
    {
        document[field] = value;
        return document;
    }

    private static async Task AssertCodeAsync(ZvecErrorCode code, Func<Task> action) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ZvecException>(action)).Code);
}
