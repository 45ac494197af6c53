using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Fields that get values, other types and names, or go, in documents on disk and in memory.</summary>
public sealed class SchemaAlterTests
{
    private static readonly float[][] Vectors = [[1, 0], [0.6f, 0.8f], [0, -2]];

    [Fact]
    public async Task Added_fields_get_constants_formulas_and_computed_values_everywhere()
    {
        using var folder = new TemporaryFolder();
        await CheckAsync(
            folder["c"],
            async collection =>
            {
                await collection.AddFieldAsync(
                    new FieldSchema("one", DataType.Int32) { Index = new InvertedIndexOptions() }, FieldExpression.Constant(7));
                await collection.AddFieldAsync(new FieldSchema("two", DataType.Int64), FieldExpression.Parse("a * 2 + coalesce(b, -1)"));
                await collection.AddFieldAsync(
                    new FieldSchema("three", DataType.StringArray) { Nullable = true },
                    FieldExpression.Compute(document => document.Get<int>("a") == 1 ? null : new[] { (string)document.Key.Value, "x" }));
            },
            new Document("new") { ["a"] = 9, ["name"] = "n", ["v"] = Vectors[0], ["one"] = 8, ["two"] = 5L },
            collection =>
            {
                foreach (Document document in collection.Scan().Where(one => (string)one.Key.Value != "new"))
                {
                    int a = document.Get<int>("a");
                    Assert.Equal(7, document["one"]);
                    Assert.Equal((a * 2L) + (document["b"] as int? ?? -1), document["two"]);
                    Assert.Equal(a == 1 ? null : [(string)document.Key.Value, "x"], document.Get<string[]>("three"));
                }

                Assert.Equal(5L, collection.Fetch("new")!["two"]);
                Assert.Equal(["k0", "k1", "k2", "k3", "k4", "k5"], Keys(collection, "one = 7"));
                Assert.Equal(["k5"], Keys(collection, "two = 60"));
            });
    }

    [Fact]
    public async Task A_dropped_field_is_gone_with_its_files_and_its_name_is_free()
    {
        using var folder = new TemporaryFolder();
        await CheckAsync(
            folder["c"],
            async collection =>
            {
                await collection.DropFieldAsync("name");
                Assert.Equal(ZvecErrorCode.NotFound, (await ThrowsAsync(() => collection.DropFieldAsync("name"))).Code);
                Assert.Equal(
                    ZvecErrorCode.InvalidArgument,
                    (await ThrowsAsync(() => collection.UpsertAsync([new Document("k9") { ["a"] = 1, ["name"] = "x" }]))).Code);
                await collection.DropFieldAsync("v");
                await collection.AddFieldAsync(new FieldSchema("name", DataType.Bool) { Nullable = true });
            },
            new Document("new") { ["a"] = 9, ["name"] = true },
            collection =>
            {
                Assert.Empty(collection.Schema.Vectors);
                Assert.Empty(Directory.GetFiles(collection.Path, "f3.*", SearchOption.AllDirectories));
                Assert.Empty(Directory.GetFiles(collection.Path, "v4.*", SearchOption.AllDirectories));
                Assert.Equal(["new"], Keys(collection, "name = true"));
                Assert.Equal(6, Keys(collection, "name is null").Length);
                Assert.Equal(3, collection.Fetch("k3")!["a"]);
            });
    }

    [Fact]
    public async Task A_renamed_field_keeps_values_and_indexes()
    {
        using var folder = new TemporaryFolder();
        await CheckAsync(
            folder["c"],
            async collection =>
            {
                await collection.CreateIndexAsync("name", new InvertedIndexOptions());
                await collection.RenameFieldAsync("name", "title");
                await collection.RenameFieldAsync("v", "w");
                Assert.Equal(ZvecErrorCode.AlreadyExists, (await ThrowsAsync(() => collection.RenameFieldAsync("a", "title"))).Code);
                Assert.Equal(ZvecErrorCode.NotFound, (await ThrowsAsync(() => collection.RenameFieldAsync("name", "x"))).Code);
                Assert.Equal(ZvecErrorCode.InvalidArgument, (await ThrowsAsync(() => collection.RenameFieldAsync("a", "id"))).Code);
            },
            new Document("new") { ["a"] = 9, ["title"] = "name2", ["w"] = Vectors[0] },
            collection =>
            {
                Assert.Equal(["k2", "new"], Keys(collection, "title = 'name2'"));
                Assert.Equal(Vectors[2], collection.Fetch("k2")!.Get<ReadOnlyMemory<float>>("w").ToArray());
                Assert.Equal(7, collection.Search(new VectorQuery("w", Vectors[0])).Count);
            });
    }

    [Fact]
    public async Task Fields_take_other_types_and_every_value_stays()
    {
        using var folder = new TemporaryFolder();
        await CheckAsync(
            folder["c"],
            async collection =>
            {
                await collection.AlterFieldAsync("a", new FieldSchema("a", DataType.Int64) { Index = new InvertedIndexOptions() });
                await collection.AlterFieldAsync("b", new FieldSchema("text", DataType.String) { Nullable = true });
                await collection.AlterFieldAsync(
                    "name", new FieldSchema("name", DataType.StringArray) { Index = new InvertedIndexOptions() });
            },
            new Document("new") { ["a"] = 1L << 40, ["text"] = "10", ["name"] = new[] { "p", "q" }, ["v"] = Vectors[0] },
            collection =>
            {
                Assert.Equal(["new"], Keys(collection, "a > 4000000000"));
                Assert.Equal(["k3"], Keys(collection, "a = 3"));
                Assert.Equal(["k1", "new"], Keys(collection, "text = '10'"));
                Assert.Equal(["k0", "k2", "k4"], Keys(collection, "text is null"));
                Assert.Equal(["k4"], Keys(collection, "name contain_any ('name4')"));
                Assert.Equal(["name5"], collection.Fetch("k5")!.Get<string[]>("name")!);
            });
    }

    [Fact]
    public async Task Vectors_take_other_elements_metrics_and_indexes()
    {
        using var folder = new TemporaryFolder();
        await CheckAsync(
            folder["c"],
            async collection =>
            {
                await collection.CreateIndexAsync("v", new HnswIndexOptions { Metric = Metric.L2 });
                Assert.Equal(Metric.L2, collection.Schema.Vectors[0].Index.Metric);
                await collection.AlterFieldAsync(
                    "v", new VectorSchema("v", VectorType.Float16, 2) { Index = new FlatIndexOptions { Metric = Metric.InnerProduct } });
                await collection.DropIndexAsync("v");
                Assert.Equal(
                    ZvecErrorCode.DimensionMismatch,
                    (await ThrowsAsync(() => collection.AlterFieldAsync("v", new VectorSchema("v", VectorType.Float16, 3)))).Code);
                Assert.Equal(
                    ZvecErrorCode.InvalidArgument, // 0.6 is no integer
                    (await ThrowsAsync(() => collection.AlterFieldAsync("v", new VectorSchema("v", VectorType.Int8, 2)))).Code);
            },
            new Document("new") { ["a"] = 9, ["name"] = "n", ["v"] = new Half[] { (Half)4, (Half)0 } },
            collection =>
            {
                Assert.Equal(new FlatIndexOptions { Metric = Metric.InnerProduct }, collection.Schema.Vectors[0].Index);
                IReadOnlyList<SearchHit> hits = collection.Search(new VectorQuery("v", new float[] { 1, 0 }) { Top = 10 });
                Assert.Equal(7, hits.Count);
                Assert.Equal("new", hits[0].Key.Value);
                Assert.Equal(4, hits[0].Score);
                Assert.Equal([(Half)0.6f, (Half)0.8f], collection.Fetch("k1")!.Get<ReadOnlyMemory<Half>>("v").ToArray());
            });
    }

    [Theory]
    [InlineData(VectorType.Binary, VectorType.Int8)]
    [InlineData(VectorType.Binary, VectorType.Float32)]
    [InlineData(VectorType.Int8, VectorType.Binary)]
    [InlineData(VectorType.Int8, VectorType.Float16)]
    [InlineData(VectorType.Int8, VectorType.Float32)]
    [InlineData(VectorType.Float16, VectorType.Float32)]
    [InlineData(VectorType.Float32, VectorType.Int8)]
    public async Task Elements_go_into_every_type_that_holds_them(VectorType from, VectorType to)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        float[][] vectors = [.. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 13).Select(_ => (float)random.Next(2)).ToArray())];
        using (Collection collection = Collection.Create(folder["c"], new CollectionSchema("c")
        {
            Key = KeyType.Int32,
            Vectors = { new VectorSchema("v", from, 13) { Index = new FlatIndexOptions { Metric = Metric.Hamming } } },
        }))
        {
            await collection.InsertAsync(vectors.Take(30).Select(ToDocument));
            await collection.FlushAsync();
            await collection.InsertAsync(vectors.Skip(30).Select((vector, i) => ToDocument(vector, i + 30)));
            await collection.AlterFieldAsync(
                "v", new VectorSchema("v", to, 13) { Index = new FlatIndexOptions { Metric = Metric.Hamming } });
            Check(collection);
        }

        using Collection opened = Collection.Open(folder["c"]);
        Check(opened);
        await opened.OptimizeAsync();
        Check(opened);
        Assert.True(Collection.Verify(folder["c"], cancellationToken: TestContext.Current.CancellationToken).IsIntact);

        Document ToDocument(float[] vector, int key) => new(key) { ["v"] = Elements(vector, from) };

        void Check(Collection collection)
        {
            for (int key = 0; key < vectors.Length; key++)
                Assert.Equal(Elements(vectors[key], to), Plain(collection.Fetch(key)!["v"]!));
            Array query = Elements(vectors[7], to);
            IReadOnlyList<SearchHit> hits = collection.Search(to switch
            {
                VectorType.Float32 => new VectorQuery("v", (float[])query) { Top = 50 },
                VectorType.Float16 => new VectorQuery("v", (Half[])query) { Top = 50 },
                VectorType.Int8 => new VectorQuery("v", (sbyte[])query) { Top = 50 },
                _ => new VectorQuery("v", (byte[])query) { Top = 50 },
            });
            Assert.Equal(
                vectors.Select(vector => (float)vector.Zip(vectors[7]).Count(pair => pair.First != pair.Second)).Order(),
                hits.Select(hit => hit.Score));
        }

        static Array Plain(object vector) => vector switch
        {
            ReadOnlyMemory<float> floats => floats.ToArray(),
            ReadOnlyMemory<Half> halves => halves.ToArray(),
            ReadOnlyMemory<sbyte> bytes => bytes.ToArray(),
            _ => ((ReadOnlyMemory<byte>)vector).ToArray(),
        };

        static Array Elements(float[] vector, VectorType type) => type switch
        {
            VectorType.Float32 => vector,
            VectorType.Float16 => vector.Select(one => (Half)one).ToArray(),
            VectorType.Int8 => vector.Select(one => (sbyte)one).ToArray(),
            _ => vector.Chunk(8).Select(bits => (byte)bits.Index().Sum(bit => (int)bit.Item << bit.Index)).ToArray(),
        };
    }

    [Fact]
    public async Task A_missing_vector_of_a_deleted_document_is_in_nobodys_way()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = await CreateAsync(folder["c"]);
        await collection.UpdateAsync([new Document("k0") { ["v"] = null }]);
        await collection.FlushAsync();
        var needed = new VectorSchema("v", VectorType.Float32, 2);
        ZvecException exception = await ThrowsAsync(() => collection.AlterFieldAsync("v", needed));
        Assert.Contains("document 'k0'", exception.Message, StringComparison.Ordinal);
        await collection.DeleteAsync(["k0"]);
        await collection.AlterFieldAsync("v", needed);
        Assert.False(collection.Schema.Vectors[0].Nullable);
        Assert.Equal(5, collection.Search(new VectorQuery("v", Vectors[0])).Count);
        Assert.Empty(Collection.Verify(collection.Path).Problems);
    }

    [Fact]
    public async Task A_change_that_one_document_cannot_take_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        await CheckAsync(
            folder["c"],
            async collection =>
            {
                ZvecException exception = await ThrowsAsync(() => collection.AlterFieldAsync("b", new FieldSchema("b", DataType.Int32)));
                Assert.Contains("document 'k", exception.Message, StringComparison.Ordinal);
                Assert.Equal(
                    ZvecErrorCode.InvalidArgument,
                    (await ThrowsAsync(() => collection.AlterFieldAsync("name", new FieldSchema("name", DataType.Int32)))).Code);
                Assert.Equal(
                    ZvecErrorCode.InvalidArgument,
                    (await ThrowsAsync(
                        () => collection.AddFieldAsync(new FieldSchema("c", DataType.Int32), FieldExpression.Parse("1 / (a - 5)")))).Code);
                Assert.Equal(
                    ZvecErrorCode.InvalidArgument,
                    (await ThrowsAsync(
                        () => collection.AddFieldAsync(new FieldSchema("c", DataType.Int8), FieldExpression.Parse("a * 100")))).Code);
                Assert.Equal(
                    ZvecErrorCode.InvalidArgument,
                    (await ThrowsAsync(
                        () => collection.AddFieldAsync(new FieldSchema("c", DataType.Int8), FieldExpression.Constant("x")))).Code);
                await Assert.ThrowsAsync<FormatException>(() => collection.AddFieldAsync(
                    new FieldSchema("c", DataType.Int8), FieldExpression.Compute(document => throw new FormatException())));
                Assert.Equal(["a", "b", "name"], collection.Schema.Fields.Select(field => field.Name));
                Assert.Empty(Directory.GetFiles(collection.Path, "f5.*", SearchOption.AllDirectories));
                Assert.Empty(Directory.GetFiles(collection.Path, "f6.*", SearchOption.AllDirectories));
            },
            new Document("new") { ["a"] = 9, ["name"] = "n", ["v"] = Vectors[0] },
            collection => Assert.Equal(["k1"], Keys(collection, "b = 10 and a = 1")));
    }

    [Fact]
    public async Task Nulls_of_deleted_documents_are_in_nobodys_way()
    {
        using var folder = new TemporaryFolder();
        await CheckAsync(
            folder["c"],
            async collection =>
            {
                await collection.DeleteAsync(["k0", "k2", "k4"]);
                await collection.AlterFieldAsync("b", new FieldSchema("b", DataType.Int32));
                await collection.AddFieldAsync(new FieldSchema("c", DataType.Float64), FieldExpression.Parse("b / 4.0"));
            },
            new Document("new") { ["a"] = 9, ["b"] = 90, ["c"] = 0d, ["name"] = "n", ["v"] = Vectors[0] },
            collection =>
            {
                Assert.False(collection.Schema.Fields.Single(field => field.Name == "b").Nullable);
                Assert.Equal(["k5"], Keys(collection, "c = 12.5"));
                Assert.Empty(Collection.Verify(collection.Path).Problems);
            });
    }

    [Fact]
    public async Task Indexes_come_and_go_and_answers_stay()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = await CreateAsync(folder["c"]);
        for (int i = 0; i < 2; i++)
        {
            await collection.CreateIndexAsync("a", new InvertedIndexOptions());
            await collection.FlushAsync();
            Assert.NotEmpty(Directory.GetFiles(collection.Path, "*.inverted", SearchOption.AllDirectories));
            Assert.Equal(["k2", "k3"], Keys(collection, "a in (2, 3)"));
            await collection.DropIndexAsync("a");
            await collection.DropIndexAsync("a");
            Assert.Empty(Directory.GetFiles(collection.Path, "*.inverted", SearchOption.AllDirectories));
            Assert.Equal(["k2", "k3"], Keys(collection, "a in (2, 3)"));
        }

        Assert.Equal(ZvecErrorCode.NotFound, (await ThrowsAsync(() => collection.DropIndexAsync("z"))).Code);
    }

    [Fact]
    public async Task Deleting_by_a_filter_without_conditions_has_to_be_asked_for()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = await CreateAsync(folder["c"]);
        Assert.Equal(ZvecErrorCode.InvalidArgument, (await ThrowsAsync(() => collection.DeleteAsync(Filter.And()))).Code);
        Assert.Equal(ZvecErrorCode.InvalidArgument, (await ThrowsAsync(() => collection.DeleteAsync(Filter.Not(Filter.Or())))).Code);
        Assert.Equal(0, await collection.DeleteAsync(Filter.Or()));
        Assert.Equal(2, await collection.DeleteAsync("a < 2"));
        Assert.Equal(4, await collection.DeleteAsync(Filter.All));
        Assert.Equal(0, collection.GetStatistics().Documents);
    }

    /// <summary>Half of the documents are on disk and half in memory; after the change and a new document, the check must hold at once,
    /// after reopening, and after merging.</summary>
    private static async Task CheckAsync(string path, Func<Collection, Task> change, Document document, Action<Collection> check)
    {
        using (Collection collection = await CreateAsync(path))
        {
            await change(collection);
            await collection.UpsertAsync([document]);
            check(collection);
        }

        using (Collection collection = Collection.Open(path))
        {
            check(collection);
            await collection.OptimizeAsync();
            check(collection);
        }

        using Collection readOnly = Collection.Open(path, new CollectionOptions { ReadOnly = true });
        check(readOnly);
    }

    private static async Task<Collection> CreateAsync(string path)
    {
        Collection collection = Collection.Create(path, new CollectionSchema("c")
        {
            Fields =
            {
                new FieldSchema("a", DataType.Int32),
                new FieldSchema("b", DataType.Int32) { Nullable = true },
                new FieldSchema("name", DataType.String),
            },
            Vectors = { new VectorSchema("v", VectorType.Float32, 2) { Nullable = true } },
        });
        await collection.InsertAsync(Enumerable.Range(0, 3).Select(ToDocument));
        await collection.FlushAsync();
        await collection.InsertAsync(Enumerable.Range(3, 3).Select(ToDocument));
        return collection;
    }

    private static Document ToDocument(int i) => new($"k{i}")
    {
        ["a"] = i,
        ["b"] = i % 2 == 0 ? null : i * 10,
        ["name"] = $"name{i}",
        ["v"] = Vectors[i % 3],
    };

    private static Task<ZvecException> ThrowsAsync(Func<Task> action) => Assert.ThrowsAsync<ZvecException>(action);

    private static string[] Keys(Collection collection, string filter) =>
        [.. collection.Query(new FilterQuery { Filter = filter, OrderBy = [new SortField("id")], Top = 1_000 })
            .Select(one => (string)one.Key.Value)];
}
