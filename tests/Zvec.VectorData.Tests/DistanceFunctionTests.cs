using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public sealed class DistanceFunctionTests : StoreTests
{
    // The query is the first vector; the expected scores are those of itself, its opposite, and one at a right angle.
    public static TheoryData<string, double, double, double, bool> Scores => new()
    {
        { DistanceFunction.CosineSimilarity, 1, -1, 0, true },
        { DistanceFunction.CosineDistance, 0, 2, 1, false },
        { DistanceFunction.DotProductSimilarity, 1, -1, 0, true },
        { DistanceFunction.NegativeDotProductSimilarity, -1, 1, 0, false },
        { DistanceFunction.EuclideanDistance, 0, 2, Math.Sqrt(3), false },
        { DistanceFunction.EuclideanSquaredDistance, 0, 4, 3, false },
        { DistanceFunction.HammingDistance, 0, 1, 3, false },
        { DistanceFunction.ManhattanDistance, 0, 2, 3, false },
    };

    [Theory]
    [MemberData(nameof(Scores))]
    public async Task Scores_are_exact_and_best_first(string function, double same, double opposite, double across, bool greaterIsBetter)
    {
        ZvecCollection<int, Point> points = await FillAsync(Definition(function));
        (int Key, double Score)[] expected = [(1, same), (2, opposite), (3, across)];
        expected = [.. greaterIsBetter ? expected.OrderByDescending(hit => hit.Score) : expected.OrderBy(hit => hit.Score)];

        List<VectorSearchResult<Point>> hits = await points.SearchAsync(new float[] { 1, 0, 0, 0 }, 3).ToListAsync();

        Assert.Equal(expected.Select(hit => hit.Key), hits.Select(hit => hit.Record.Id));
        Assert.All(hits.Zip(expected), pair => Assert.Equal(pair.Second.Score, pair.First.Score!.Value, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public async Task Threshold_keeps_what_is_as_good(string function, double same, double opposite, double across, bool greaterIsBetter)
    {
        ZvecCollection<int, Point> points = await FillAsync(Definition(function));
        (int Key, double Score)[] all = [(1, same), (2, opposite), (3, across)];
        foreach (double threshold in new[] { -1000, -1.5, -0.5, 0.5, 1.5, 1.9, 2.5, 3.5, 1000 })
        {
            IEnumerable<int> expected = all.Where(hit => greaterIsBetter ? hit.Score >= threshold : hit.Score <= threshold).Select(
                hit => hit.Key);
            List<VectorSearchResult<Point>> hits =
                await points.SearchAsync(new float[] { 1, 0, 0, 0 }, 3, new() { ScoreThreshold = threshold }).ToListAsync();
            Assert.Equal(expected, hits.Select(hit => hit.Record.Id).Order());
        }

        double second = (await points.SearchAsync(new float[] { 1, 0, 0, 0 }, 3).ToListAsync())[1].Score!.Value;
        Assert.Equal(2, await points.SearchAsync(new float[] { 1, 0, 0, 0 }, 3, new() { ScoreThreshold = second }).CountAsync());
    }

    [Fact]
    public async Task Cosine_similarity_is_the_default()
    {
        ZvecCollection<int, Point> points = await FillAsync(Definition(null));
        List<VectorSearchResult<Point>> hits = await points.SearchAsync(new float[] { 2, 0, 0, 0 }, 3).ToListAsync();
        Assert.Equal([1, 0, -1], hits.Select(hit => Math.Round(hit.Score!.Value, 6)));
    }

    [Fact]
    public async Task Cosine_tells_vectors_apart_that_differ_by_few_bits()
    {
        ZvecCollection<int, Point> points = await CreateAsync<int, Point>(
            definition: Definition(DistanceFunction.CosineSimilarity, dimensions: 3));
        await points.UpsertAsync(
        [
            new Point { Id = 1, Vector = new float[] { 500, 1, 3 } },
            new Point { Id = 2, Vector = new float[] { 600, 1, 3 } },
        ]);

        Assert.Equal(1, (await points.SearchAsync(new float[] { 500, 1, 3 }, 1).SingleAsync()).Record.Id);
        Assert.Equal(2, (await points.SearchAsync(new float[] { 600, 1, 3 }, 1).SingleAsync()).Record.Id);
    }

    [Theory]
    [InlineData(DistanceFunction.CosineDistance, DistanceFunction.CosineSimilarity)]
    [InlineData(DistanceFunction.NegativeDotProductSimilarity, DistanceFunction.DotProductSimilarity)]
    [InlineData(DistanceFunction.EuclideanSquaredDistance, DistanceFunction.EuclideanDistance)]
    [InlineData(DistanceFunction.HammingDistance, DistanceFunction.HammingDistance)]
    [InlineData(DistanceFunction.ManhattanDistance, DistanceFunction.ManhattanDistance)]
    public async Task Stored_metric_rules_over_a_silent_or_other_model(string stored, string reported)
    {
        await FillAsync(Definition(stored));
        foreach (string? function in new[] { null, stored == DistanceFunction.CosineDistance
            ? DistanceFunction.ManhattanDistance : DistanceFunction.CosineDistance })
        {
            ZvecCollection<int, Point> other = Store.GetCollection<int, Point>("records", Definition(function));
            ZvecCollection<int, Point> same = Store.GetCollection<int, Point>("records", Definition(reported));
            var query = new float[] { 1, 0, 0, 0 };
            Assert.Equal(
                await same.SearchAsync(query, 3).Select(hit => (hit.Record.Id, hit.Score)).ToListAsync(),
                await other.SearchAsync(query, 3).Select(hit => (hit.Record.Id, hit.Score)).ToListAsync());
        }
    }

    [Fact]
    public void Unknown_function_is_refused_before_anything_is_created() =>
        Assert.Contains(
            "Jaccard",
            Assert.Throws<NotSupportedException>(() => Store.GetCollection<int, Point>("records", Definition("Jaccard"))).Message,
            StringComparison.Ordinal);

    private static VectorStoreCollectionDefinition Definition(string? function, int dimensions = 4) => Definition(
        new VectorStoreKeyProperty(nameof(Point.Id), typeof(int)),
        new VectorStoreVectorProperty(nameof(Point.Vector), typeof(ReadOnlyMemory<float>), dimensions) { DistanceFunction = function });

    private async Task<ZvecCollection<int, Point>> FillAsync(VectorStoreCollectionDefinition definition)
    {
        ZvecCollection<int, Point> points = await CreateAsync<int, Point>(definition: definition);
        await points.UpsertAsync(
        [
            new Point { Id = 1, Vector = new float[] { 1, 0, 0, 0 } },
            new Point { Id = 2, Vector = new float[] { -1, 0, 0, 0 } },
            new Point { Id = 3, Vector = new float[] { 0, -1, -1, 0 } },
        ]);
        return points;
    }

    public sealed class Point
    {
        public int Id { get; set; }

        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
