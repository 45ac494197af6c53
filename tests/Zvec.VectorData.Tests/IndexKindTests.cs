using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public sealed class IndexKindTests : StoreTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(IndexKind.Flat)]
    [InlineData(IndexKind.Hnsw)]
    [InlineData(IndexKind.IvfFlat)]
    [InlineData(IndexKind.QuantizedFlat)]
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
    [InlineData(IndexKind.Hnsw)]
    [InlineData(IndexKind.IvfFlat)]
    [InlineData(IndexKind.QuantizedFlat)]
    [InlineData(IndexKind.Dynamic)]
    public async Task Nearest_is_found_where_vectors_have_codes(string kind)
    {
        ZvecDynamicCollection points = await CreateDynamicAsync(Definition(
            new VectorStoreKeyProperty("Id", typeof(int)),
            new VectorStoreVectorProperty("Vector", typeof(float[]), 32) { IndexKind = kind }));
        var random = new Random(5);
        float[][] vectors = new float[1_500][];
        foreach (ref float[] vector in vectors.AsSpan())
            vector = [.. Enumerable.Range(0, 32).Select(_ => random.NextSingle() - 0.5f)];
        await points.UpsertAsync(vectors.Select((vector, id) => new Dictionary<string, object?> { ["Id"] = id, ["Vector"] = vector }));
        await points.OptimizeAsync();

        foreach (int id in (int[])[0, 700, 1_499])
        {
            VectorSearchResult<Dictionary<string, object?>> hit = await points.SearchAsync(vectors[id], 1).SingleAsync();
            Assert.Equal(id, hit.Record["Id"]);
            Assert.Equal(1, hit.Score!.Value, 1e-6);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(IndexKind.Flat)]
    [InlineData(IndexKind.Hnsw)]
    [InlineData(IndexKind.Dynamic)]
    public async Task Nearest_is_found_by_manhattan_distance(string? kind)
    {
        ZvecCollection<int, Point> points = await CreateAsync<int, Point>(definition: Definition(kind, DistanceFunction.ManhattanDistance));
        await points.UpsertAsync(Enumerable.Range(0, 1_300).Select(i => new Point { Id = i, Vector = new float[] { i, i % 7, -i } }));
        await points.OptimizeAsync();

        VectorSearchResult<Point> hit = await points.SearchAsync(new float[] { 842, 3, -842 }, 1).SingleAsync();
        Assert.Equal(842, hit.Record.Id);
        Assert.Equal(1, hit.Score!.Value, 1e-6);
    }

    [Theory]
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
    [InlineData(IndexKind.Dynamic, DistanceFunction.HammingDistance)]
    [InlineData(IndexKind.IvfFlat, DistanceFunction.HammingDistance)]
    [InlineData(IndexKind.QuantizedFlat, DistanceFunction.ManhattanDistance)]
    public void Indexes_refuse_metrics_that_they_do_not_have(string kind, string function) =>
        Assert.Throws<NotSupportedException>(() => Store.GetCollection<int, Point>("records", Definition(kind, function)));

    private static VectorStoreCollectionDefinition Definition(string? kind, string? function) => Definition(
        new VectorStoreKeyProperty(nameof(Point.Id), typeof(int)),
        new VectorStoreVectorProperty(nameof(Point.Vector), typeof(ReadOnlyMemory<float>), 3)
        {
            IndexKind = kind,
            DistanceFunction = function,
        });

    public sealed class Point
    {
        public int Id { get; set; }

        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
