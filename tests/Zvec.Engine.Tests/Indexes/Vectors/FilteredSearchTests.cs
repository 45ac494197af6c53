using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Tests.Data;

namespace Zvec.Engine.Tests.Indexes.Vectors;

/// <summary>Searches of a graph for some of its rows, on word vectors, each way that there is.</summary>
public sealed unsafe class FilteredSearchTests(HnswIndexTests.Graph shared) : IClassFixture<HnswIndexTests.Graph>
{
    private const int Top = 10;
    private const int Queries = 60;

    /// <summary>What a query keeps by default.</summary>
    private const int DefaultEf = 200;

    [Theory]
    [InlineData(nameof(FilterPlan.TwoHop), 50)]
    [InlineData(nameof(FilterPlan.TwoHop), 200)]
    [InlineData(nameof(FilterPlan.TwoHop), 500)]
    [InlineData(nameof(FilterPlan.TwoHop), 900)]
    [InlineData(nameof(FilterPlan.TwoHop), 990)]
    [InlineData(nameof(FilterPlan.WideWalk), 200)]
    [InlineData(nameof(FilterPlan.WideWalk), 500)]
    [InlineData(nameof(FilterPlan.WideWalk), 900)]
    [InlineData(nameof(FilterPlan.WideWalk), 990)]
    public void Either_walk_finds_the_nearest_accepted_rows(string plan, int permille)
    {
        Bitmap accept = Random(permille);
        int walked = 0;
        double recall = Recall(_ => accept, DefaultEf, Enum.Parse<FilterPlan>(plan), ref walked);
        Assert.InRange(recall, 0.95, 1);
        Assert.InRange(walked, Queries * 3 / 4, Queries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(500)]
    [InlineData(900)]
    [InlineData(990)]
    public void The_measured_way_keeps_recall_at_every_share(int permille)
    {
        Bitmap accept = Random(permille);
        int walked = 0;
        Assert.InRange(Recall(_ => accept, DefaultEf, FilterPlan.Measured, ref walked), 0.95, 1);
    }

    [Theory]
    [InlineData(nameof(FilterPlan.Measured))]
    [InlineData(nameof(FilterPlan.TwoHop))]
    [InlineData(nameof(FilterPlan.WideWalk))]
    public void Recall_holds_when_all_accepted_rows_are_far_from_the_query(string plan)
    {
        int walked = 0;
        foreach (double share in new[] { 0.1, 0.3, 0.5, 0.8 })
            Assert.InRange(Recall(query => Farthest(query, share), DefaultEf, Enum.Parse<FilterPlan>(plan), ref walked), 0.95, 1);
    }

    [Fact]
    public void Recall_holds_when_accepted_rows_lie_together()
    {
        int[] nearest = NearestOf([.. Enumerable.Range(0, 40).Select(i => i * 173)]);
        foreach (int clusters in new[] { 4, 12, 30 })
        {
            var accept = new Bitmap(shared.Column.Count);
            for (int row = 0; row < accept.Length; row++)
                accept[row] = nearest[row] < clusters;
            int walked = 0;
            Assert.InRange(Recall(_ => accept, DefaultEf, FilterPlan.Measured, ref walked), 0.95, 1);
        }
    }

    [Theory]
    [InlineData(nameof(FilterPlan.TwoHop))]
    [InlineData(nameof(FilterPlan.WideWalk))]
    public void A_search_that_adds_rows_adds_as_many_as_it_should_and_accepted_ones_only(string plan)
    {
        foreach (int permille in new[] { 2, 30, 300, 1000 })
        {
            Bitmap accept = Random(permille);
            using EncodedQuery query = Encode(Vector(3));
            foreach (int top in new[] { 1, 50, 700 })
            {
                var results = new TopK(top);
                bool isFound = VectorSearch.Hnsw(
                    shared.Built, shared.Space, shared.Column, query, 60, accept, Enum.Parse<FilterPlan>(plan), results);
                ulong[] keys = results.Sort().ToArray();
                Assert.All(keys, key => Assert.True(accept[DistanceKey.Row(key)]));
                Assert.Equal(keys.Length, keys.Distinct().Count());
                Assert.Equal(isFound ? Math.Min(top, accept.CountSet()) : 0, keys.Length);
            }
        }
    }

    [Fact]
    public void Scanning_is_left_to_the_caller()
    {
        using EncodedQuery query = Encode(Vector(0));
        var results = new TopK(Top);
        Assert.False(VectorSearch.Hnsw(
            shared.Built, shared.Space, shared.Column, query, 60, Random(500), FilterPlan.Scan, results));
        Assert.Equal(0, results.Count);
    }

    [Fact]
    public void The_cheapest_way_is_a_scan_of_few_rows_a_walk_over_some_and_a_wide_walk_over_nearly_all()
    {
        // as measured on a million rows of 128 bytes
        var shape = new HnswShape(1_000_000, 16, 200, 0, 4, 0);
        var costs = new SearchCosts(shared.Space.Rows, shape, denseRow: 5, sparseRow: 12, scoredRow: 50, list: 60);
        Assert.True(costs.Scan(5_000) < costs.TwoHop(200, 0.005));
        Assert.True(costs.TwoHop(200, 0.1) < costs.Scan(100_000));
        Assert.True(costs.TwoHop(200, 0.1) < costs.Walk(200 / 0.1));
        Assert.True(costs.Walk(200 / 0.95) < costs.TwoHop(200, 0.95));
        Assert.True(costs.Walk(200 / 0.95) < costs.Scan(950_000));

        // many rows cost more to keep in order than to look at
        Assert.True(costs.Scan(1_000_000) < costs.Walk(100_000));
    }

    [Fact]
    public void Costs_follow_what_searches_take_slowly_and_within_limits()
    {
        var costs = new SearchCosts(shared.Space.Rows, shared.Built.Shape, denseRow: 5, sparseRow: 12, scoredRow: 50, list: 60);
        double expected = costs.Walk(200);
        costs.Learn(expected, TimeSpan.FromSeconds(3));
        Assert.InRange(costs.Walk(200) / expected, 1.01, 1.1);
        for (int i = 0; i < 1000; i++)
            costs.Learn(costs.Walk(200), TimeSpan.FromMicroseconds(expected * 2 / 1000));
        Assert.InRange(costs.Walk(200) / expected, 1.9, 2.1);
        for (int i = 0; i < 5000; i++)
            costs.Forget();
        Assert.InRange(costs.Walk(200) / expected, 0.99, 1.01);
        Assert.Equal(12 * 100, costs.Scan(100), 12.0 * 10);
    }

    private static float[] Vector(int query) => GloveVectors.Row(HnswIndexTests.Graph.FirstQuery + query);

    private EncodedQuery Encode(float[] vector) => new(shared.Column.Layout, VectorColumns.Bytes<float>(vector));

    private Bitmap Random(int permille)
    {
        var accept = new Bitmap(shared.Column.Count);
        var random = new Random(permille);
        for (int row = 0; row < accept.Length; row++)
            accept[row] = random.Next(1000) < permille;
        return accept;
    }

    /// <summary>The share of all rows that is farthest from the query.</summary>
    private Bitmap Farthest(EncodedQuery query, double share)
    {
        int count = shared.Column.Count;
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(row => Distance(query, row))];
        var accept = new Bitmap(count);
        foreach (int row in order.AsSpan(0, (int)(count * share)))
            accept[row] = true;
        return accept;
    }

    private int[] NearestOf(int[] centres)
    {
        int[] nearest = new int[shared.Column.Count];
        for (int row = 0; row < nearest.Length; row++)
        {
            float best = float.PositiveInfinity;
            for (int i = 0; i < centres.Length; i++)
            {
                float distance = shared.Space.Distance(shared.Column.BlockAt(row).Pointer, shared.Column.BlockAt(centres[i]).Pointer);
                if (distance < best)
                    (best, nearest[row]) = (distance, i);
            }
        }

        return nearest;
    }

    private float Distance(EncodedQuery query, int row) => shared.Space.Distance(query.Pointer, shared.Column.BlockAt(row).Pointer);

    private static IEnumerable<int> Rows(TopK results) => results.Sort().ToArray().Select(DistanceKey.Row);

    private double Recall(Func<EncodedQuery, Bitmap> accept, int ef, FilterPlan plan, ref int walked)
    {
        int found = 0, wanted = 0;
        for (int i = 0; i < Queries; i++)
        {
            using EncodedQuery query = Encode(Vector(i));
            Bitmap accepted = accept(query);
            var exact = new TopK(Top);
            VectorSearch.Flat(shared.Space, shared.Column, shared.Column.Count, query, accepted, exact);
            var results = new TopK(Top);
            if (VectorSearch.Hnsw(shared.Built, shared.Space, shared.Column, query, ef, accepted, plan, results))
                walked++;
            else
                VectorSearch.Flat(shared.Space, shared.Column, shared.Column.Count, query, accepted, results);
            found += Rows(exact).Intersect(Rows(results)).Count();
            wanted += exact.Count;
        }

        return (double)found / wanted;
    }
}
