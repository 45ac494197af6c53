using Zvec.Engine.Primitives;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

public sealed class WalkedOftenTests
{
    // so many links that there are more than 4 MiB of them on level 0
    private const int Rows = 9_000;
    private const int LinksPerRow = 64;

    [Fact]
    public async Task A_segment_that_is_searched_often_answers_the_same_from_large_pages()
    {
        Assert.SkipUnless(LargePages.Exist, "This system has no large pages.");
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        float[][] vectors =
            [.. Enumerable.Range(0, Rows).Select(_ => new[] { random.NextSingle(), random.NextSingle(), random.NextSingle() })];
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
        var options = new CollectionOptions { MaxMemory = 1L << 30, Durability = Durability.Buffered };
        using Collection collection = Collection.Create(folder["c"], schema, options);
        await collection.InsertAsync(
            [.. vectors.Select((vector, row) => new Document(row) { ["v"] = vector })], TestContext.Current.CancellationToken);
        await collection.OptimizeAsync(cancellationToken: TestContext.Current.CancellationToken);

        int[][] before = [.. Enumerable.Range(0, 100).Select(Search)];
        long memory = collection.GetStatistics().MemoryBytes;
        for (int i = 0; i < 1_000; i++)
            Search(i % 100);
        Assert.True(SpinWait.SpinUntil(() => collection.GetStatistics().MemoryBytes >= memory + (4 << 20), TimeSpan.FromSeconds(60)));
        Assert.Equal(before, [.. Enumerable.Range(0, 100).Select(Search)]);

        int[] Search(int query) =>
            [.. collection.Search(new VectorQuery("v", vectors[query]) { Top = 5, Ef = 40 }).Select(hit => (int)hit.Key.Value)];
    }
}
