using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Maintenance;

/// <summary>What merging makes of the graphs of its sources, and what searches find until it is done.</summary>
public sealed class GraphReuseTests
{
    private const int Rows = 6_000;
    private const int Top = 10;

    [Theory]
    [InlineData(VectorType.Float32)]
    [InlineData(VectorType.Float16)]
    public async Task Optimizing_builds_upon_the_largest_graph(VectorType type)
    {
        using var folder = new TemporaryFolder();
        var options = new CollectionOptions { BackgroundMaintenance = false, Durability = Durability.Buffered };
        using Collection collection = Collection.Create(folder["c"], Schema(type, efConstruction: 60), options);
        await InsertAsync(collection, 0, 1_500);
        await collection.FlushAsync();
        await InsertAsync(collection, 1_500, 5_000);
        await collection.FlushAsync();
        await collection.CreateIndexAsync("number", new InvertedIndexOptions()); // and all indexes that are missing
        byte[] before = Levels(folder["c"], rows: 3_500);

        await collection.DeleteAsync(Enumerable.Range(0, 5_000).Where(IsDeleted).Select(key => new DocumentKey(key)));
        await InsertAsync(collection, 5_000, Rows);
        await collection.OptimizeAsync();
        int[] keys = [.. collection.Scan().Select(document => (int)document.Key.Value)];
        byte[] after = Levels(folder["c"], keys.Length);
        for (int row = 0; row < keys.Length; row++)
        {
            if (keys[row] is >= 1_500 and < 5_000)
                Assert.Equal(before[keys[row] - 1_500], after[row]);
        }

        CheckRecall(collection, [.. Enumerable.Range(0, Rows).Where(key => key >= 5_000 || !IsDeleted(key))]);

        static bool IsDeleted(int key) => key % 10 == 3;
    }

    [Fact]
    public async Task Everything_is_found_while_segments_are_sealed_and_merged_and_graphs_grow()
    {
        using var folder = new TemporaryFolder();
        var options = new CollectionOptions { Durability = Durability.Buffered, MutableSegmentBytes = 1 << 20, MaintenanceThreads = 1 };
        using Collection collection = Collection.Create(folder["c"], Schema(VectorType.Float32, efConstruction: 200), options);
        for (int key = 0; key < Rows; key += 500)
        {
            await InsertAsync(collection, key, key + 500);
            CheckRecall(collection, [.. Enumerable.Range(0, key + 500)]);
        }

        int[] all = [.. Enumerable.Range(0, Rows)];
        for (Task idle = collection.IdleAsync(); !idle.IsCompleted;)
            CheckRecall(collection, all);
        CheckRecall(collection, all);
        Assert.Equal(1, collection.GetStatistics().IndexCompleteness["v"], 0.35);
    }

    [Fact]
    public async Task Disposing_while_a_graph_grows_leaves_searches_their_answers()
    {
        using var folder = new TemporaryFolder();
        var options = new CollectionOptions { Durability = Durability.Buffered, MutableSegmentBytes = 1 << 20, MaintenanceThreads = 1 };
        Collection collection = Collection.Create(folder["c"], Schema(VectorType.Float32, efConstruction: 2_000), options);
        await InsertAsync(collection, 0, Rows);
        using var started = new CountdownEvent(2);
        Task[] readers =
        [
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                try
                {
                    for (int i = 0; ; i++)
                    {
                        IReadOnlyList<SearchHit> hits = Search(collection, GloveVectors.Row(Rows + (i % 100)));
                        Assert.Equal(Top, hits.Select(hit => hit.Key).Distinct().Count());
                        if (i == 20)
                            started.Signal();
                    }
                }
                catch (ObjectDisposedException)
                {
                    // which is how a search learns of it
                }
            })),
        ];
        started.Wait(TestContext.Current.CancellationToken);
        collection.Dispose();
        await Task.WhenAll(readers);

        using Collection reopened = Collection.Open(folder["c"]);
        Assert.Equal(Rows, reopened.GetStatistics().Documents);
        CheckRecall(reopened, [.. Enumerable.Range(0, Rows)]);
    }

    private static CollectionSchema Schema(VectorType type, int efConstruction) => new("words")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("number", DataType.Int32) },
        Vectors =
        {
            new VectorSchema("v", type, GloveVectors.Dimensions)
            {
                Index = new HnswIndexOptions { Metric = Metric.Cosine, EfConstruction = efConstruction },
            },
        },
    };

    private static Task<IReadOnlyList<WriteResult>> InsertAsync(Collection collection, int start, int end) =>
        collection.InsertAsync(Enumerable.Range(start, end - start).Select(key => new Document(key)
        {
            ["number"] = key,
            ["v"] = collection.Schema.Vectors[0].Type == VectorType.Float16 ? GloveVectors.HalfRow(key).ToArray() : GloveVectors.Row(key),
        }));

    private static IReadOnlyList<SearchHit> Search(Collection collection, float[] query) =>
        collection.Search(new VectorQuery("v", query) { Top = Top, Ef = 80, OutputFields = [] });

    private static void CheckRecall(Collection collection, int[] keys)
    {
        const int Queries = 10;
        int found = 0;
        for (int i = 0; i < Queries; i++)
        {
            float[] query = GloveVectors.Row(Rows + i);
            HashSet<int> nearest = [.. keys.OrderByDescending(key => Cosine(query, GloveVectors.Row(key))).Take(Top)];
            IReadOnlyList<SearchHit> hits = Search(collection, query);
            Assert.Equal(Top, hits.Select(hit => hit.Key).Distinct().Count());
            found += hits.Count(hit => nearest.Contains((int)hit.Key.Value));
        }

        Assert.InRange(found, 0.9 * Queries * Top, Queries * Top);
    }

    private static float Cosine(float[] a, float[] b) => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(a, b);

    /// <summary>The levels of the rows of the one graph that has so many.</summary>
    private static unsafe byte[] Levels(string collection, int rows)
    {
        foreach (string path in Directory.GetFiles(collection, "*.hnsw", SearchOption.AllDirectories))
        {
            using var file = new SectionFileReader(PhysicalFileSystem.Instance, path, HnswFormat.Kind, HnswFormat.Version, verify: true);
            HnswGraph graph = HnswReader.Open(file);
            if (graph.Count == rows)
                return new ReadOnlySpan<byte>(graph.Pointers.Levels, rows).ToArray();
        }

        throw new InvalidOperationException($"There is no graph of {rows} rows.");
    }
}
