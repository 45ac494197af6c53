using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public sealed class IndexKindTests : StoreTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(IndexKind.Flat)]
    [InlineData(IndexKind.Hnsw)]
    [InlineData(IndexKind.Dynamic)]
    public async Task Nearest_is_found(string? kind)
    {
        ZvecCollection<int, Point> points = await CreateAsync<int, Point>(definition: Definition(kind, DistanceFunction.EuclideanDistance));
        await points.UpsertAsync(Enumerable.Range(0, 200).Select(i => new Point { Id = i, Vector = new float[] { i, i % 7, -i } }));

        VectorSearchResult<Point> hit = await points.SearchAsync(new float[] { 42, 0, -42 }, 1).SingleAsync();
        Assert.Equal(42, hit.Record.Id);
        Assert.Equal(0, hit.Score!.Value, 1e-6);
    }

    [Theory]
    [InlineData(IndexKind.IvfFlat)]
    [InlineData(IndexKind.QuantizedFlat)]
    [InlineData(IndexKind.DiskAnn)]
    [InlineData("Magic")]
    public void Other_kinds_are_refused_by_name(string kind)
    {
        var exception = Assert.Throws<NotSupportedException>(() => Store.GetCollection<int, Point>("records", Definition(kind, null)));
        Assert.Contains(kind, exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Point.Vector), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IndexKind.Hnsw, DistanceFunction.HammingDistance)]
    [InlineData(IndexKind.Hnsw, DistanceFunction.ManhattanDistance)]
    [InlineData(IndexKind.Dynamic, DistanceFunction.HammingDistance)]
    public void Graphs_refuse_metrics_that_only_a_scan_has(string kind, string function) =>
        Assert.Throws<NotSupportedException>(() => Store.GetCollection<int, Point>("records", Definition(kind, function)));

    [Fact]
    public async Task Settings_of_the_options_reach_the_engine()
    {
        var options = new ZvecCollectionOptions
        {
            Definition = Definition(null, DistanceFunction.DotProductSimilarity),
            VectorIndexes = { [nameof(Point.Vector)] = new HnswIndexOptions { M = 8, EfConstruction = 40 } },
        };
        using (var points = new ZvecCollection<int, Point>(Folder, "points", options))
            await points.EnsureCollectionExistsAsync();

        Store.Dispose();
        using Collection raw = Collection.Open(Path.Combine(Folder, "points"), new CollectionOptions { ReadOnly = true });
        Assert.Equal(new HnswIndexOptions { M = 8, EfConstruction = 40, Metric = Metric.InnerProduct }, raw.Schema.Vectors.Single().Index);
    }

    [Fact]
    public void Settings_that_fit_nothing_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new ZvecCollection<int, Point>(Folder, "points", new ZvecCollectionOptions
        {
            Definition = Definition(null, null),
            VectorIndexes = { ["Nothing"] = new FlatIndexOptions() },
        }));
        Assert.Throws<InvalidOperationException>(() => new ZvecCollection<int, Point>(Folder, "points", new ZvecCollectionOptions
        {
            Definition = Definition(IndexKind.Hnsw, null),
            VectorIndexes = { [nameof(Point.Vector)] = new FlatIndexOptions() },
        }));
    }

    private static VectorStoreCollectionDefinition Definition(string? kind, string? function) => Definition(
        new VectorStoreKeyProperty(nameof(Point.Id), typeof(int)),
        new VectorStoreVectorProperty(nameof(Point.Vector), typeof(ReadOnlyMemory<float>), 3) { IndexKind = kind, DistanceFunction = function });

    public sealed class Point
    {
        public int Id { get; set; }

        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
