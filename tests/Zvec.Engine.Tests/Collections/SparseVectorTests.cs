using Zvec.Engine.Tests.Indexes.Sparse;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Sparse vectors in a collection: searches find what looking at every document finds, wherever the documents are.</summary>
public sealed class SparseVectorTests : IDisposable
{
    private const int Vocabulary = 2_000;

    private readonly TemporaryFolder _folder = new();
    private readonly SortedDictionary<int, SparseVector?> _model = [];
    private readonly CollectionOptions _options = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 0.2)]
    [InlineData(true, 0.2)]
    public async Task Searches_are_exact_before_and_after_sealing_merging_and_reopening(bool flat, double negative)
    {
        var random = new Random(1);
        Collection collection = Create(flat);
        await PutAsync(collection, random, 0, 900, negative);
        Check(collection, random, negative, "in memory");
        await collection.FlushAsync();
        Check(collection, random, negative, "sealed");
        await PutAsync(collection, random, 600, 1_500, negative);
        await DeleteAsync(collection, random, 300);
        Check(collection, random, negative, "sealed and in memory");
        await collection.FlushAsync();
        await PutAsync(collection, random, 1_400, 3_000, negative);
        await collection.FlushAsync();
        await PutAsync(collection, random, 2_900, 3_300, negative);
        await UpdateAsync(collection, random, negative);
        Check(collection, random, negative, "in several segments");
        collection.Dispose();
        collection = Collection.Open(_folder["c"], _options);
        Check(collection, random, negative, "reopened with a log");
        await collection.OptimizeAsync();
        Check(collection, random, negative, "optimized");
        await DeleteAsync(collection, random, 200);
        Check(collection, random, negative, "with deletions");
        Assert.Equal(1, collection.GetStatistics().IndexCompleteness["terms"]);
        collection.Dispose();
        Assert.Equal(flat ? 0 : 1, Directory.GetFiles(_folder["c"], "*.postings", SearchOption.AllDirectories).Length);
        using (Collection reader = Collection.Open(_folder["c"], new CollectionOptions { ReadOnly = true }))
            Check(reader, random, negative, "read only");
        VerificationReport report = Collection.Verify(_folder["c"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.IsIntact, report.ToString());
    }

    [Fact]
    public async Task Documents_come_back_with_the_vectors_that_were_given()
    {
        using Collection collection = Create(flat: false);
        var vector = new SparseVector([0, 5, uint.MaxValue], [-0f, float.Epsilon, 3]);
        await collection.InsertAsync([ToDocument(1, vector), ToDocument(2, SparseVector.Empty), ToDocument(3, null)]);
        for (int i = 0; i < 2; i++)
        {
            SparseVector back = collection.Fetch(1)!.Get<SparseVector>("terms")!;
            Assert.Equal(vector.Indices.ToArray(), back.Indices.ToArray());
            Assert.Equal(
                vector.Values.ToArray().Select(BitConverter.SingleToInt32Bits),
                back.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(0, collection.Fetch(2)!.Get<SparseVector>("terms")!.Count);
            Assert.Null(collection.Fetch(3)!["terms"]);
            Assert.Equal([1, 2], collection.Search(new VectorQuery("terms", vector)).Select(hit => (int)hit.Key.Value));
            await collection.OptimizeAsync();
        }
    }

    [Fact]
    public async Task A_query_may_name_a_document_or_a_radius()
    {
        using Collection collection = Create(flat: false);
        await PutAsync(collection, new Random(2), 0, 500, negative: 0);
        foreach (int key in _model.Keys.Where(key => _model[key] is not null).Take(20))
        {
            SparseVector vector = _model[key]!;
            int[] others = [.. Ranked(vector, other => other != key).Select(hit => hit.Key).Take(10)];
            Assert.Equal(
                others, collection.Search(new VectorQuery("terms", new DocumentKey(key))).Select(hit => (int)hit.Key.Value).ToArray());
            (float Score, int Key)[] within = [.. Ranked(vector, _ => true).Where(hit => hit.Score >= 20)];
            Assert.Equal(
                within,
                collection.Search(new VectorQuery("terms", vector) { Radius = 20, Top = 1_000 }).Select(
                    hit => (hit.Score, (int)hit.Key.Value)));
        }
    }

    [Fact]
    public async Task An_index_can_be_missing_for_want_of_memory()
    {
        var options = new CollectionOptions { BackgroundMaintenance = false, Durability = Durability.Buffered, MaxMemory = 64 << 20 };
        using Collection collection = Collection.Create(_folder["c"], Schema(flat: false), options);
        var random = new Random(3);
        for (int first = 0; first < 8_000; first += 1_000)
        {
            await collection.UpsertAsync(Enumerable.Range(first, 1_000).Select(key =>
                ToDocument(key, _model[key] = SparseColumns.Random(random, 200, 1_000_000))));
            await collection.FlushAsync();
        }

        await collection.OptimizeAsync();
        Assert.Equal(0, collection.GetStatistics().IndexCompleteness["terms"]);
        Check(collection, random, 0, "in little memory");
    }

    [Fact]
    public async Task Indexes_come_and_go_and_answers_stay()
    {
        using Collection collection = Create(flat: false);
        var random = new Random(5);
        await PutAsync(collection, random, 0, 300, negative: 0);
        await collection.FlushAsync();
        await PutAsync(collection, random, 300, 400, negative: 0);
        for (int i = 0; i < 2; i++)
        {
            await collection.DropIndexAsync("terms");
            await collection.DropIndexAsync("terms");
            Assert.Equal(new FlatIndexOptions { Metric = Metric.InnerProduct }, collection.Schema.Vectors[0].Index);
            Assert.Empty(IndexFiles());
            Check(collection, random, 0, "without an index");
            await PutAsync(collection, random, 350, 450, negative: 0);
            await collection.FlushAsync();
            await collection.CreateIndexAsync("terms", new SparseIndexOptions(), TestContext.Current.CancellationToken);
            Assert.Equal(collection.GetStatistics().Segments, IndexFiles().Length);
            Assert.Equal(1, collection.GetStatistics().IndexCompleteness["terms"]);
            Check(collection, random, 0, "with an index");
            Assert.True(Collection.Verify(_folder["c"], cancellationToken: TestContext.Current.CancellationToken).IsIntact);
        }

        await collection.DropIndexAsync("terms");
        collection.Dispose();
        using Collection opened = Collection.Open(_folder["c"], _options);
        Check(opened, random, 0, "opened without an index");
        Assert.Empty(IndexFiles());
    }

    [Fact]
    public async Task A_snapshot_of_before_reads_on_while_its_index_is_dropped()
    {
        using Collection collection = Create(flat: false);
        var random = new Random(6);
        await PutAsync(collection, random, 0, 300, negative: 0);
        await collection.FlushAsync();
        using IEnumerator<Document> scan = collection.Scan().GetEnumerator();
        Assert.True(scan.MoveNext());
        await collection.DropIndexAsync("terms");
        await collection.OptimizeAsync();
        int count = 1;
        while (scan.MoveNext())
        {
            SparseVector? expected = _model[(int)scan.Current.Key.Value];
            Assert.Equal(expected?.Indices.ToArray(), scan.Current.Get<SparseVector>("terms")?.Indices.ToArray());
            count++;
        }

        Assert.Equal(300, count);
    }

    [Fact]
    public async Task A_bound_can_be_widened_and_narrowed_as_far_as_vectors_reach()
    {
        using Collection collection = Collection.Create(
            _folder["c"],
            new CollectionSchema("c")
            {
                Key = KeyType.Int32,
                Vectors = { new VectorSchema("terms", VectorType.Sparse, 10) { Nullable = true } },
            },
            _options);
        await collection.InsertAsync([new Document(1) { ["terms"] = new SparseVector([9], [1]) }, new Document(2)]);
        await collection.FlushAsync();
        await AlterAsync(20);
        await collection.InsertAsync([new Document(3) { ["terms"] = new SparseVector([9, 19], [1, 1]) }]);
        await AlterAsync(0);
        await collection.InsertAsync([new Document(4) { ["terms"] = new SparseVector([9, 99], [2, 1]) }]);
        Assert.Equal([4, 1, 3], Found());
        await RefusesAsync(ZvecErrorCode.InvalidArgument, () => AlterAsync(50)); // document 4 reaches further
        await RefusesAsync(ZvecErrorCode.InvalidArgument, () => AlterAsync(100, nullable: false)); // document 2 has none
        Assert.Equal(0, collection.Schema.Vectors[0].Dimensions);
        await collection.DeleteAsync([2, 4]);
        await AlterAsync(20, nullable: false);
        Assert.Equal([1, 3], Found());
        await RefusesAsync(
            ZvecErrorCode.DimensionMismatch, () => collection.InsertAsync([new Document(5) { ["terms"] = new SparseVector([20], [1]) }]));
        await RefusesAsync(
            ZvecErrorCode.InvalidArgument, () => collection.AlterFieldAsync("terms", new VectorSchema("terms", VectorType.Float32, 20)));
        Assert.True(Collection.Verify(_folder["c"], cancellationToken: TestContext.Current.CancellationToken).IsIntact);
        collection.Dispose();
        using Collection opened = Collection.Open(_folder["c"], _options);
        Assert.Equal(20, opened.Schema.Vectors[0].Dimensions);
        Assert.Equal([9u, 19u], opened.Fetch(3)!.Get<SparseVector>("terms")!.Indices.ToArray());

        Task AlterAsync(int dimensions, bool nullable = true) =>
            collection.AlterFieldAsync("terms", new VectorSchema("terms", VectorType.Sparse, dimensions) { Nullable = nullable });

        int[] Found() =>
            [.. collection.Search(new VectorQuery("terms", new SparseVector([9], [1])) { Top = 9 }).Select(hit => (int)hit.Key.Value)];
    }

    [Fact]
    public async Task What_is_no_vector_of_the_field_is_refused()
    {
        var schema = new CollectionSchema("c")
        {
            Key = KeyType.Int32,
            Vectors =
            {
                new VectorSchema("terms", VectorType.Sparse, 10), new VectorSchema("dense", VectorType.Float32, 2) { Nullable = true },
            },
        };
        using Collection collection = Collection.Create(_folder["c"], schema, _options);
        await RefusesAsync(ZvecErrorCode.InvalidArgument, () => collection.InsertAsync([new Document(1) { ["terms"] = new float[10] }]));
        await RefusesAsync(ZvecErrorCode.InvalidArgument, () => collection.InsertAsync([new Document(1)]));
        await RefusesAsync(
            ZvecErrorCode.DimensionMismatch, () => collection.InsertAsync([new Document(1) { ["terms"] = new SparseVector([10], [1]) }]));
        await collection.InsertAsync([new Document(1) { ["terms"] = new SparseVector([9], [1]) }]);
        Refuses(ZvecErrorCode.DimensionMismatch, () => collection.Search(new VectorQuery("terms", new SparseVector([10], [1]))));
        Refuses(ZvecErrorCode.InvalidArgument, () => collection.Search(new VectorQuery("terms", new float[10])));
        Refuses(ZvecErrorCode.InvalidArgument, () => collection.Search(new VectorQuery("dense", SparseVector.Empty)));
        Assert.Equal(1, collection.GetStatistics().Documents);
    }

    [Fact]
    public void Schemas_that_sparse_vectors_do_not_have_are_refused()
    {
        VectorSchema[] vectors =
        [
            new("v", VectorType.Sparse) { Index = new HnswIndexOptions { Metric = Metric.InnerProduct } },
            new("v", VectorType.Sparse) { Index = new FlatIndexOptions { Metric = Metric.Cosine } },
            new("v", VectorType.Sparse) { Index = new SparseIndexOptions { Metric = Metric.L2 } },
            new("v", VectorType.Sparse, -1),
            new("v", VectorType.Float32, 3) { Index = new SparseIndexOptions() },
            new("v", VectorType.Float32),
        ];
        foreach (VectorSchema vector in vectors)
        {
            Refuses(
                ZvecErrorCode.InvalidArgument,
                () => Collection.Create(_folder["c"], new CollectionSchema("c") { Vectors = { vector } }).Dispose());
        }
    }

    [Fact]
    public async Task A_field_can_be_added_to_documents_and_searched()
    {
        var schema = new CollectionSchema("c") { Key = KeyType.Int32, Fields = { new FieldSchema("number", DataType.Int32) } };
        using Collection collection = Collection.Create(_folder["c"], schema, _options);
        await collection.InsertAsync(Enumerable.Range(0, 100).Select(key => new Document(key) { ["number"] = key % 10 }));
        await collection.FlushAsync();
        await collection.AddFieldAsync(new VectorSchema("terms", VectorType.Sparse) { Nullable = true });
        var random = new Random(4);
        Assert.Empty(collection.Search(new VectorQuery("terms", SparseVector.Empty)));
        await PutAsync(collection, random, 50, 150, negative: 0);
        Check(collection, random, 0, "added");
        await collection.OptimizeAsync();
        Check(collection, random, 0, "added and merged");
    }

    private string[] IndexFiles() => Directory.GetFiles(_folder["c"], "*.postings", SearchOption.AllDirectories);

    private static Document ToDocument(int key, SparseVector? vector) => new(key) { ["number"] = key % 10, ["terms"] = vector };

    private static CollectionSchema Schema(bool flat) => new("c")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("number", DataType.Int32) },
        Vectors =
        {
            new VectorSchema("terms", VectorType.Sparse)
            {
                Nullable = true,
                Index = flat ? new FlatIndexOptions { Metric = Metric.InnerProduct } : new SparseIndexOptions(),
            },
        },
    };

    private static void Refuses(ZvecErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ZvecException>(action).Code);

    private static async Task RefusesAsync(ZvecErrorCode code, Func<Task> action) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ZvecException>(action)).Code);

    private Collection Create(bool flat) => Collection.Create(_folder["c"], Schema(flat), _options);

    private async Task PutAsync(Collection collection, Random random, int first, int end, double negative)
    {
        for (int key = first; key < end; key++)
            _model[key] = random.Next(15) == 0 ? null : SparseColumns.Random(random, 30, Vocabulary, negative);
        await collection.UpsertAsync(Enumerable.Range(first, end - first).Select(key => ToDocument(key, _model[key])));
    }

    private async Task UpdateAsync(Collection collection, Random random, double negative)
    {
        int[] keys = [.. _model.Keys.Where(_ => random.Next(10) == 0)];
        foreach (int key in keys)
            _model[key] = SparseColumns.Random(random, 30, Vocabulary, negative);
        await collection.UpdateAsync(keys.Select(key => new Document(key) { ["terms"] = _model[key] }));
    }

    private async Task DeleteAsync(Collection collection, Random random, int count)
    {
        int[] keys = [.. _model.Keys.OrderBy(_ => random.Next()).Take(count)];
        foreach (int key in keys)
            _model.Remove(key);
        await collection.DeleteAsync(keys.Select(key => new DocumentKey(key)));
    }

    private IEnumerable<(float Score, int Key)> Ranked(SparseVector query, Func<int, bool> accept) =>
        _model.Where(entry => entry.Value is not null && accept(entry.Key))
            .Select(entry => ((float)query.Dot(entry.Value!), entry.Key))
            .OrderByDescending(hit => hit.Item1)
            .ThenBy(hit => hit.Key);

    /// <summary>Compares searches with the model. Equal scores come in the order of storage, which the model does not know.</summary>
    private void Check(Collection collection, Random random, double negative, string when)
    {
        for (int i = 0; i < 12; i++)
        {
            SparseVector query = i == 0
                ? SparseVector.Empty
                : SparseColumns.Random(random, i % 3 == 0 ? 3 : 40, Vocabulary, i % 2 == 0 ? negative : 0);
            int? below = i % 4 == 0 ? null : random.Next(1, 10);
            int top = i % 5 == 0 ? 4_000 : random.Next(1, 40);
            int skip = i % 6 == 5 ? 7 : 0;
            float[] expected = [.. Ranked(query, key => below is null || key % 10 < below).Select(hit => hit.Score).Skip(skip).Take(top)];
            IReadOnlyList<SearchHit> hits = collection.Search(
                new VectorQuery("terms", query)
                {
                    Top = top,
                    Skip = skip,
                    Filter = below is null ? null : $"number < {below}",
                    Exact = i % 7 == 6,
                });
            Assert.True(expected.SequenceEqual(hits.Select(hit => hit.Score)), $"{when}, query {i}");
            Assert.Equal(hits.Count, hits.Select(hit => hit.Key).Distinct().Count());
            foreach (SearchHit hit in hits)
            {
                int key = (int)hit.Key.Value;
                Assert.True(below is null || key % 10 < below);
                Assert.Equal((float)query.Dot(_model[key]!), hit.Score);
            }
        }
    }
}
