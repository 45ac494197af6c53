using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Changes of the schema beside writers and readers.</summary>
public sealed class SchemaChangeConcurrencyTests
{
    private const int Writers = 3;

    [Fact]
    public async Task What_is_written_before_a_field_is_there_gets_its_value_and_what_is_written_after_has_its_own()
    {
        using Collection collection = CollectionOpener.Create(
            new MemoryFileSystem("/disk"),
            "/disk/c",
            new CollectionSchema("c")
            {
                Key = KeyType.Int32,
                Fields = { new FieldSchema("a", DataType.Int32) },
                Vectors = { new VectorSchema("v", VectorType.Float32, 2) { Index = new DynamicIndexOptions { Threshold = 50 } } },
            },
            new CollectionOptions { Durability = Durability.Buffered, MutableSegmentBytes = 64 << 10 });
        await collection.UpsertAsync(Enumerable.Range(0, 1_500).Select(key => ToDocument(-1 - key)));
        using var stop = new CancellationTokenSource();
        Task<List<(int Key, bool? Before)>>[] writers =
            [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(collection, writer, stop.Token)))];
        Task reader = Task.Run(() => Read(collection, stop.Token));

        await collection.AddFieldAsync(
            new FieldSchema("c", DataType.Int64) { Nullable = true, Index = new InvertedIndexOptions() }, FieldExpression.Parse("a * 2"));
        await collection.CreateIndexAsync("v", new HnswIndexOptions { Metric = Metric.L2 });
        await collection.AlterFieldAsync("c", new FieldSchema("c2", DataType.Float64) { Nullable = true });
        await collection.DropFieldAsync("c2");
        await collection.AddFieldAsync(new FieldSchema("c", DataType.Int64) { Nullable = true }, FieldExpression.Parse("a * 3"));
        await stop.CancelAsync();
        await reader;
        int before = 0;
        foreach ((int key, bool? isBefore) in (await Task.WhenAll(writers)).SelectMany(one => one))
        {
            object? value = collection.Fetch(key)!["c"];
            if (isBefore is { } known)
                Assert.Equal(known ? key * 3L : null, value);
            else
                Assert.True(value is null || value.Equals(key * 3L));
            before += isBefore == true ? 1 : 0;
        }

        Assert.InRange(before, 1, int.MaxValue);
        Assert.All(
            collection.Query(new FilterQuery { Filter = "a < 0", Top = 10_000 }), one => Assert.Equal(one.Get<int>("a") * 3L, one["c"]));
    }

    [Fact]
    public async Task A_snapshot_of_before_reads_what_it_knew_of_while_files_go()
    {
        using var folder = new TemporaryFolder();
        string path = folder["c"];
        using var collection = Collection.Create(
            path, new CollectionSchema("c")
            {
                Key = KeyType.Int32,
                Fields = { new FieldSchema("a", DataType.Int32), new FieldSchema("b", DataType.String) },
            });
        await collection.InsertAsync(Enumerable.Range(0, 100).Select(key => new Document(key) { ["a"] = key, ["b"] = $"b{key}" }));
        await collection.FlushAsync();
        using IEnumerator<Document> scan = collection.Scan().GetEnumerator();
        Assert.True(scan.MoveNext());
        await collection.DropFieldAsync("b");
        await collection.AlterFieldAsync("a", new FieldSchema("a", DataType.String));
        await collection.OptimizeAsync();
        int seen = 1;
        while (scan.MoveNext())
        {
            Assert.Equal($"b{scan.Current.Get<int>("a")}", scan.Current["b"]);
            seen++;
        }

        Assert.Equal(100, seen);
        Assert.All(collection.Scan(), one => Assert.Equal($"{one.Key.Value}", one["a"]));
    }

    [Fact]
    public async Task A_reader_of_its_own_moves_on_to_every_schema()
    {
        using var folder = new TemporaryFolder();
        string path = folder["c"];
        using var collection = Collection.Create(
            path, new CollectionSchema("c")
            {
                Key = KeyType.Int32,
                Fields = { new FieldSchema("a", DataType.Int32), new FieldSchema("b", DataType.String) { Nullable = true } },
            });
        await collection.InsertAsync(Enumerable.Range(0, 100).Select(key => new Document(key) { ["a"] = key }));
        await collection.FlushAsync();
        using Collection reader = Collection.Open(path, new CollectionOptions { ReadOnly = true });
        await collection.AddFieldAsync(new FieldSchema("c", DataType.Int64), FieldExpression.Parse("a + 1"));
        await collection.UpsertAsync([new Document(7) { ["a"] = 7, ["c"] = 70L }]);
        Assert.True(reader.Refresh());
        Assert.Equal(70L, reader.Fetch(7)!["c"]);
        Assert.Equal(9L, reader.Fetch(8)!["c"]);
        await collection.AlterFieldAsync("c", new FieldSchema("d", DataType.String));
        await collection.DropFieldAsync("b");
        Assert.True(reader.Refresh());
        Assert.Equal("70", reader.Fetch(7)!["d"]);
        Assert.Equal("9", reader.Fetch(8)!["d"]);
        Assert.Equal(["a", "d"], reader.Schema.Fields.Select(field => field.Name));
    }

    [Fact]
    public async Task A_backup_across_changes_is_of_one_schema()
    {
        using var folder = new TemporaryFolder();
        using var collection = Collection.Create(
            folder["c"], new CollectionSchema("c")
            {
                Key = KeyType.Int32,
                Fields = { new FieldSchema("a", DataType.Int32), new FieldSchema("b", DataType.String) },
            });
        await collection.InsertAsync(Enumerable.Range(0, 100).Select(key => new Document(key) { ["a"] = key, ["b"] = $"b{key}" }));
        await collection.FlushAsync();
        await collection.BackupAsync(folder["backup"]);
        await collection.AlterFieldAsync("a", new FieldSchema("a", DataType.Int64) { Index = new InvertedIndexOptions() });
        await collection.DropFieldAsync("b");
        await collection.BackupAsync(folder["backup"]);
        Assert.Empty(Collection.Verify(folder["backup"]).Problems);
        Collection.Restore(folder["backup"], folder["restored"]);
        using Collection restored = Collection.Open(folder["restored"]);
        Assert.Equal(["a"], restored.Schema.Fields.Select(field => field.Name));
        Assert.Equal(42L, restored.Fetch(42)!["a"]);
    }

    private static async Task<List<(int Key, bool? Before)>> WriteAsync(Collection collection, int writer, CancellationToken stop)
    {
        var written = new List<(int, bool?)>();
        for (int i = 0; !stop.IsCancellationRequested && i < 300; i++)
        {
            int key = (i * Writers) + writer;
            bool afterwards = IsLast(collection.Schema);
            await collection.UpsertAsync([ToDocument(key)], CancellationToken.None);
            bool? before = afterwards ? false : IsLast(collection.Schema) ? null : true;
            written.Add((key, before));
        }

        return written;
    }

    /// <summary>Whether the last of the changes has happened: it gives the field a second time, under a fifth identifier.</summary>
    private static bool IsLast(CollectionSchema schema) => schema.Fields.Any(field => field.Name == "c") && schema.NextFieldId > 6;

    private static void Read(Collection collection, CancellationToken stop)
    {
        int seen = 0;
        while (!stop.IsCancellationRequested)
        {
            int count = 0;
            foreach (Document document in collection.Scan(includeVectors: false))
            {
                count++;
                if (document["c"] is long c)
                    Assert.True(c == document.Get<int>("a") * 2L || c == document.Get<int>("a") * 3L);
            }

            Assert.InRange(count, seen, int.MaxValue);
            seen = count;
            Assert.NotEmpty(collection.Search(new VectorQuery("v", new float[] { 1, 2 }) { Top = 3 }, CancellationToken.None));
        }
    }

    private static Document ToDocument(int key) => new(key) { ["a"] = key, ["v"] = new float[] { key + 0.5f, 1 } };
}
