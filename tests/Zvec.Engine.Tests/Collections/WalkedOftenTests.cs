using Zvec.Engine.Primitives;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

public sealed class WalkedOftenTests : IDisposable
{
    // so many links that there are more than 4 MiB of them on level 0
    private const int Rows = 9_000;
    private const int LinksPerRow = 64;
    private const long Copies = 4 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly float[][] _vectors = Vectors();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_segment_that_is_searched_often_answers_the_same_from_large_pages()
    {
        Assert.SkipUnless(LargePages.Exist, "This system has no large pages.");
        var options = new CollectionOptions { MaxMemory = 1L << 30, Durability = Durability.Buffered };
        using Collection collection = await FilledAsync(options);
        int[][] before = SearchAll(collection);
        long memory = collection.GetStatistics().MemoryBytes;
        for (int i = 0; i < 10; i++)
            SearchAll(collection);
        Assert.True(SpinWait.SpinUntil(() => collection.GetStatistics().MemoryBytes >= memory + Copies, TimeSpan.FromSeconds(60)));
        Assert.Equal(before, SearchAll(collection));
    }

    [Fact]
    public async Task In_small_memory_nothing_is_copied_however_often_it_is_searched()
    {
        var options = new CollectionOptions { MaxMemory = 1L << 30, Durability = Durability.Buffered };
        int[][] expected;
        using (Collection collection = await FilledAsync(options))
            expected = SearchAll(collection);

        // with a budget that copies would fit into
        using Collection small = Collection.Open(_folder["c"], options with { SmallMemory = true });
        for (int i = 0; i < 11; i++)
            Assert.Equal(expected, SearchAll(small));
        Assert.InRange(small.GetStatistics().MemoryBytes, 0, Copies - 1);
    }

    [Fact]
    public void Small_memory_has_the_smallest_budget_unless_another_is_given()
    {
        var small = new CollectionOptions { SmallMemory = true };
        Assert.Equal(MemoryBudget.SmallestLimit, small.EffectiveMaxMemory);
        Assert.Equal(100 << 20, (small with { MaxMemory = 100 << 20 }).EffectiveMaxMemory);
        Assert.False(small.NewMemoryBudget().AllowsCopies);
        Assert.True(new CollectionOptions().NewMemoryBudget().AllowsCopies);
    }

    private static float[][] Vectors()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Rows).Select(_ => new[] { random.NextSingle(), random.NextSingle(), random.NextSingle() })];
    }

    private int[][] SearchAll(Collection collection) =>
    [
        .. Enumerable.Range(0, 100).Select(query =>
            collection.Search(new VectorQuery("v", _vectors[query]) { Top = 5, Ef = 40 }).Select(hit => (int)hit.Key.Value).ToArray()),
    ];

    private async Task<Collection> FilledAsync(CollectionOptions options)
    {
        var schema = new CollectionSchema("walked")
        {
            Key = KeyType.Int32,
            Vectors =
            {
                new VectorSchema("v", VectorType.Float32, 3)
                {
                    Index = new HnswIndexOptions { Metric = Metric.L2, M = LinksPerRow, EfConstruction = 64 },
                },
            },
        };
        Collection collection = Collection.Create(_folder["c"], schema, options);
        await collection.InsertAsync(
            [.. _vectors.Select((vector, row) => new Document(row) { ["v"] = vector })], TestContext.Current.CancellationToken);
        await collection.OptimizeAsync(cancellationToken: TestContext.Current.CancellationToken);
        return collection;
    }
}
