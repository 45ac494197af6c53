using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Mapping;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Options of a search that only this store has.</summary>
public class SearchOptionsTests : StoreTests
{
    private const int Dimensions = 32;

    [Fact]
    public void Defaults_are_those_of_the_engine()
    {
        var own = new ZvecVectorSearchOptions<Point>();
        var engine = new VectorQuery("Vector", new float[1]);
        Assert.Equal(
            (engine.Ef, engine.NProbe, engine.Exact, engine.Refine, engine.RefineFactor),
            (own.Ef, own.NProbe, own.Exact, own.Refine, own.RefineFactor));
        Assert.Equal(SearchWanted.From(10, new VectorSearchOptions<Point>(), filter: null), SearchWanted.From(10, own, filter: null));
    }

    public static TheoryData<object, VectorType> Vectors => new()
    {
        { new float[] { 1, 2 }, VectorType.Float32 },
        { new Half[] { (Half)1, (Half)2 }, VectorType.Float16 },
        { new sbyte[] { 1, 2 }, VectorType.Int8 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void All_options_reach_the_query_of_the_engine(object vector, VectorType stored)
    {
        var options = new ZvecVectorSearchOptions<Point>
        {
            Ef = 17,
            NProbe = 18,
            Exact = true,
            Refine = false,
            RefineFactor = 19,
            Skip = 20,
            IncludeVectors = true,
        };
        Filter filter = Filter.Equal("Id", 1);
        Assert.True(VectorCodec.TryGetFor(vector, out VectorCodec? codec));
        VectorQuery query = codec.ToInput(vector).ToQuery("Vector", stored, SearchWanted.From(21, options, filter));
        Assert.Equal("Vector", query.Field);
        Assert.Equal((17, 18, true, false, 19), (query.Ef, query.NProbe, query.Exact, query.Refine, query.RefineFactor));
        Assert.Equal((20, 21, true), (query.Skip, query.Top, query.IncludeVectors));
        Assert.Same(filter, query.Filter);
    }

    [Fact]
    public void Values_out_of_range_are_refused_when_they_are_set()
    {
        var options = new ZvecVectorSearchOptions<Point>();
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Ef = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Ef = 100_001);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.NProbe = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.NProbe = 65_537);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.RefineFactor = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.RefineFactor = 1_001);
        Assert.Null(options.Ef);
    }

    [Fact]
    public async Task The_engine_takes_the_ends_of_the_ranges()
    {
        ZvecCollection<int, Point> points = await FillAsync(100);
        foreach (ZvecVectorSearchOptions<Point> options in (ZvecVectorSearchOptions<Point>[])
            [new() { Ef = 1, NProbe = 1, RefineFactor = 1 }, new() { Ef = 100_000, NProbe = 65_536, RefineFactor = 1_000 }])
            Assert.Equal(7, await points.SearchAsync(VectorOf(3), 7, options).CountAsync());
    }

    [Fact]
    public async Task Wider_searches_find_more_and_exact_ones_all()
    {
        ZvecCollection<int, Point> points = await FillAsync(3_000);
        int narrow = 0, wide = 0, exact = 0;
        for (int query = 0; query < 20; query++)
        {
            float[] vector = VectorOf(1_000_000 + query);
            int[] nearest = [.. Enumerable.Range(0, 3_000).OrderBy(id => Distance(vector, VectorOf(id))).Take(10)];
            narrow += await FoundAsync(points, vector, nearest, new() { Ef = 1 });
            wide += await FoundAsync(points, vector, nearest, new() { Ef = 1_000 });
            exact += await FoundAsync(points, vector, nearest, new() { Exact = true });
        }

        Assert.Equal(200, exact);
        Assert.InRange(wide, narrow + 20, 200);
    }

    [Fact]
    public async Task Scores_without_refinement_are_those_of_the_codes()
    {
        ZvecCollection<int, Point> points = await FillAsync(3_000);
        double[] exact = await ScoresAsync(new() { Exact = true });
        Assert.Equal(exact, await ScoresAsync(new() { Ef = 1_000 }));
        double[] coded = await ScoresAsync(new() { Ef = 1_000, Refine = false });
        Assert.NotEqual(exact, coded);
        Assert.Equal(exact[0], coded[0], 0.05);

        async Task<double[]> ScoresAsync(ZvecVectorSearchOptions<Point> options) =>
            await points.SearchAsync(VectorOf(1_000_000), 5, options).Select(hit => hit.Score!.Value).ToArrayAsync();
    }

    private static async Task<int> FoundAsync(
        ZvecCollection<int, Point> points, float[] vector, int[] nearest, ZvecVectorSearchOptions<Point> options) =>
        nearest.Intersect(await points.SearchAsync(vector, 10, options).Select(hit => hit.Record.Id).ToListAsync()).Count();

    private static float[] VectorOf(int id)
    {
        var random = new Random(id);
        return [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static double Distance(float[] left, float[] right) => left.Zip(right, (a, b) => (a - b) * (double)(a - b)).Sum();

    private async Task<ZvecCollection<int, Point>> FillAsync(int count)
    {
        ZvecCollection<int, Point> points = await CreateAsync<int, Point>(definition: Definition(
            new VectorStoreKeyProperty(nameof(Point.Id), typeof(int)),
            new VectorStoreVectorProperty(nameof(Point.Vector), typeof(float[]), Dimensions)
            {
                DistanceFunction = DistanceFunction.EuclideanDistance,
            }.WithZvecIndex(new() { M = 4, EfConstruction = 8 })));
        await points.UpsertAsync(Enumerable.Range(0, count).Select(id => new Point { Id = id, Vector = VectorOf(id) }));
        await points.OptimizeAsync();
        return points;
    }

    public sealed class Point
    {
        public int Id { get; set; }

        public float[] Vector { get; set; } = [];
    }
}
