using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Indexes.Vectors;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Searches within a radius, for every metric, against a plain model.</summary>
public sealed class RadiusTests
{
    private const int Rows = 2_400;
    private const int Dimensions = 24;

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    private static readonly float[][] Vectors =
        [.. Enumerable.Range(0, Rows + 6)
            .Select(row => GloveVectors.Row(row)[..Dimensions].Select(one => MathF.Round(one * 20)).ToArray())];

    [Theory]
    [InlineData(Metric.L2, true)]
    [InlineData(Metric.InnerProduct, true)]
    [InlineData(Metric.Cosine, true)]
    [InlineData(Metric.Manhattan, true)]
    [InlineData(Metric.Hamming, true)]
    [InlineData(Metric.L2, false)]
    [InlineData(Metric.InnerProduct, false)]
    [InlineData(Metric.Cosine, false)]
    [InlineData(Metric.Manhattan, false)]
    [InlineData(Metric.Hamming, false)]
    public async Task Hits_are_all_inside_and_as_many_as_there_are(Metric metric, bool graph)
    {
        using var folder = new TemporaryFolder();
        VectorType type = graph && metric == Metric.Hamming ? VectorType.Int8 : VectorType.Float32;
        using Collection collection = Collection.Create(folder["c"], Schema(metric, type, graph), Options);
        await collection.UpsertAsync(Enumerable.Range(0, Rows).Select(row => ToDocument(type, row)));
        await collection.OptimizeAsync();
        await collection.UpsertAsync(Enumerable.Range(0, 300).Select(row => ToDocument(type, row)));
        for (int query = 0; query < 6; query++)
        {
            foreach (string? filter in new[] { null, "number < 40" })
            {
                float[] scores = Scores(metric, query, filter is null ? 100 : 40);
                foreach (int inside in (int[])[1, 10, 100, 500])
                {
                    float radius = scores[inside - 1];
                    int all = metric == Metric.InnerProduct
                        ? scores.Count(score => score >= radius)
                        : scores.Count(score => score <= radius);
                    foreach (int top in (int[])[5, 700])
                    {
                        Check(collection, query, radius, filter, top, Math.Min(all, top), scores, exact: true);
                        Check(collection, query, radius, filter, top, Math.Min(all, top), scores, exact: false);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task A_radius_that_nothing_is_in_finds_nothing_and_one_that_is_no_number_is_refused()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(
            folder["c"], Schema(Metric.InnerProduct, VectorType.Float32, graph: false), Options);
        await collection.UpsertAsync(Enumerable.Range(0, 50).Select(row => ToDocument(VectorType.Float32, row)));
        Assert.Empty(collection.Search(new VectorQuery("v", Vectors[0]) { Radius = 1e9f }));
        Assert.Equal(50, collection.Search(new VectorQuery("v", Vectors[0]) { Radius = -1e9f, Top = 60 }).Count);
        foreach (float radius in (float[])[float.NaN, float.PositiveInfinity])
        {
            ZvecException thrown = Assert.Throws<ZvecException>(
                () => collection.Search(new VectorQuery("v", Vectors[0]) { Radius = radius }));
            Assert.Equal(ZvecErrorCode.InvalidArgument, thrown.Code);
            Assert.Contains("Radius", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Hits_to_skip_are_those_inside()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema(Metric.L2, VectorType.Float32, graph: false), Options);
        await collection.UpsertAsync(Enumerable.Range(0, 200).Select(row => ToDocument(VectorType.Float32, row)));
        IReadOnlyList<SearchHit> all = collection.Search(new VectorQuery("v", Vectors[Rows]) { Top = 30 });
        float radius = all[19].Score;
        IReadOnlyList<SearchHit> rest = collection.Search(new VectorQuery("v", Vectors[Rows]) { Top = 30, Skip = 15, Radius = radius });
        Assert.Equal(all.Skip(15).Where(hit => hit.Score <= radius).Select(hit => hit.Key), rest.Select(hit => hit.Key));
    }

    private static void Check(
        Collection collection, int query, float radius, string? filter, int top, int expected, float[] scores, bool exact)
    {
        IReadOnlyList<SearchHit> hits = collection.Search(
            new VectorQuery("v", Vectors[Rows + query]) { Radius = radius, Top = top, Filter = filter, Exact = exact });
        Assert.True(
            exact ? hits.Count == expected : hits.Count <= expected && hits.Count >= 0.95 * expected - 1, $"{hits.Count} of {expected}");
        if (!exact)
            return;
        for (int i = 0; i < hits.Count; i++)
            Assert.Equal(scores[i], hits[i].Score);
    }

    /// <summary>The scores of all rows that pass, best first.</summary>
    private static float[] Scores(Metric metric, int query, int percent)
    {
        double[] asked = [.. Vectors[Rows + query].Select(one => (double)one)];
        float[] scores = [.. Enumerable.Range(0, Rows).Where(row => row % 100 < percent)
            .Select(row => VectorColumns.Reference(metric, asked, [.. Vectors[row].Select(one => (double)one)])).Order()
            .Select(distance => (float)(metric == Metric.InnerProduct ? -distance : distance))];
        return scores;
    }

    private static CollectionSchema Schema(Metric metric, VectorType type, bool graph) => new("radius")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("number", DataType.Int32) },
        Vectors =
        {
            new VectorSchema("v", type, Dimensions)
            {
                Index = graph
                    ? new HnswIndexOptions { Metric = metric, M = 12, EfConstruction = 80 }
                    : new FlatIndexOptions { Metric = metric },
            },
        },
    };

    private static Document ToDocument(VectorType type, int row) => new(row)
    {
        ["number"] = row % 100,
        ["v"] = type == VectorType.Int8 ? Vectors[row].Select(one => (sbyte)one).ToArray() : Vectors[row],
    };
}
