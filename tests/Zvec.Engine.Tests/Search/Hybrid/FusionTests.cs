using Zvec.Engine.Search;

namespace Zvec.Engine.Tests.Search.Hybrid;

public sealed class FusionTests
{
    [Fact]
    public void Reciprocal_ranks_are_counted_from_one_and_added()
    {
        RankedRow[] fused = Fuse(Fusion.Rrf(), List(1, 2, 3), List(3, 4));
        Assert.Equal([3, 1, 2, 4], fused.Select(row => row.Row));
        Assert.Equal(
            [(1 / 63f) + (1 / 61f), 1 / 61f, 1 / 62f, 1 / 62f], fused.Select(row => row.Score),
            (one, other) => Math.Abs(one - other) < 1e-7);
    }

    [Fact]
    public void Equal_scores_go_to_what_an_earlier_query_found_nearer_to_its_front()
    {
        Assert.Equal([5, 9, 4, 8, 1], Fuse(Fusion.Rrf(), List(5, 4), List(9, 8, 1)).Select(row => row.Row));
        Assert.Equal([9, 5, 8, 4, 1], Fuse(Fusion.Rrf(), List(9, 8, 1), List(5, 4)).Select(row => row.Row));
    }

    [Fact]
    public void A_row_number_of_another_segment_is_another_row()
    {
        RankedRow[] fused = Fuse(
            Fusion.Rrf(), new RankedList([new(0, 7, 1), new(1, 7, 1)], default), new RankedList([new(1, 7, 1)], default));
        Assert.Equal([(1, 7), (0, 7)], fused.Select(row => (row.Segment, row.Row)));
    }

    [Fact]
    public void Constant_and_weights_of_reciprocal_ranks_are_used()
    {
        RankedRow[] fused = Fuse(Fusion.Rrf(k: 0, weights: [1, 3]), List(1, 2), List(2));
        Assert.Equal([2, 1], fused.Select(row => row.Row));
        Assert.Equal([(1 / 2f) + 3, 1], fused.Select(row => row.Score));
    }

    public static TheoryData<Metric?, int, float, double> Scales => new()
    {
        { null, 0, 0, 0 },
        { null, 0, 1, 0.5 },
        { null, 0, float.PositiveInfinity, 1 },
        { Metric.L2, 8, 0, 1 },
        { Metric.L2, 8, 1, 0.5 },
        { Metric.L2, 8, MathF.Sqrt(3), 1 / 3d },
        { Metric.L2, 8, float.PositiveInfinity, 0 },
        { Metric.Manhattan, 8, 1, 0.5 },
        { Metric.InnerProduct, 8, 0, 0.5 },
        { Metric.InnerProduct, 8, 1, 0.75 },
        { Metric.InnerProduct, 8, -1, 0.25 },
        { Metric.Cosine, 8, 0, 1 },
        { Metric.Cosine, 8, 0.5f, 0.75 },
        { Metric.Cosine, 8, 2, 0 },
        { Metric.Hamming, 8, 0, 1 },
        { Metric.Hamming, 8, 2, 0.75 },
        { Metric.Hamming, 8, 8, 0 },
    };

    [Theory]
    [MemberData(nameof(Scales))]
    public void Scores_are_brought_to_one_range_with_the_best_at_one(Metric? metric, int dimensions, float score, double expected) =>
        Assert.Equal(expected, new ScoreScale(metric, dimensions).Normalize(score), 1e-6);

    [Fact]
    public void Weights_multiply_the_normalized_scores_and_what_was_not_found_adds_nothing()
    {
        var near = new RankedList([new(0, 1, 0.2f), new(0, 2, 0.6f)], new ScoreScale(Metric.Cosine, 4));
        var relevant = new RankedList([new(0, 2, 1), new(0, 3, 0)], default);
        RankedRow[] fused = Fuse(Fusion.Weighted(2, 1), near, relevant);
        Assert.Equal([2, 1, 3], fused.Select(row => row.Row));
        Assert.Equal([(2 * 0.7f) + 0.5f, 2 * 0.9f, 0], fused.Select(row => row.Score), (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.Equal([1, 2, 3], Fuse(Fusion.Weighted(2, -1), near, relevant).Select(row => row.Row));
        Assert.Equal([3, 2, 1], Fuse(Fusion.Weighted([-1, 0]), near, relevant).Select(row => row.Row));
    }

    [Fact]
    public void Random_rankings_fuse_as_a_plain_sum_does()
    {
        var random = new Random(5);
        for (int run = 0; run < 200; run++)
        {
            double[] weights = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.NextDouble() - 0.2)];
            RankedRow[][] lists = [.. weights.Select(_ => RandomRows(random))];
            (Fusion Fusion, Func<int, int, float, double> Share)[] ways =
            [
                (Fusion.Rrf(7), (_, place, _) => 1d / (8 + place)),
                (Fusion.Rrf(60, weights), (query, place, _) => weights[query] / (61 + place)),
                (Fusion.Weighted(weights), (query, _, score) => weights[query] * (1 - (score / 2))),
            ];
            foreach ((Fusion fusion, Func<int, int, float, double> share) in ways)
            {
                var expected = new Dictionary<(int, int), double>();
                for (int query = 0; query < lists.Length; query++)
                {
                    for (int place = 0; place < lists[query].Length; place++)
                    {
                        RankedRow row = lists[query][place];
                        expected[(row.Segment, row.Row)] =
                            expected.GetValueOrDefault((row.Segment, row.Row)) + share(query, place, row.Score);
                    }
                }

                RankedRow[] fused = Fuse(fusion, [.. lists.Select(rows => new RankedList(rows, new ScoreScale(Metric.Cosine, 3)))]);
                Assert.Equal(expected.Count, fused.Length);
                Assert.Equal(fused.OrderByDescending(row => row.Score), fused);
                Assert.All(fused, row => Assert.Equal(expected[(row.Segment, row.Row)], row.Score, 1e-6));
            }
        }
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        AssertRefused(() => Fusion.Rrf(-1), "k = -1");
        AssertRefused(() => Fusion.Rrf(double.NaN), "k = NaN");
        AssertRefused(() => Fusion.Rrf(double.PositiveInfinity), "finite");
        AssertRefused(() => Fusion.Rrf(60, [1, double.NaN]), "weight NaN");
        AssertRefused(() => Fusion.Weighted(1, double.NegativeInfinity), "weight -");
        AssertRefused(() => Fusion.Weighted(1, 2).CheckQueries(3), "2 weights for 3 queries");
        AssertRefused(() => Fusion.Rrf(60, [1]).CheckQueries(2), "1 weights for 2 queries");
        Fusion.Rrf().CheckQueries(17);
        Assert.Throws<ArgumentNullException>(() => Fusion.Weighted(null!));
    }

    private static RankedRow[] Fuse(Fusion fusion, params RankedList[] lists) => RankFusion.Fuse(fusion, lists);

    private static RankedList List(params int[] rows) => new([.. rows.Select(row => new RankedRow(0, row, 1))], default);

    private static RankedRow[] RandomRows(Random random)
    {
        var rows = new HashSet<(int, int)>();
        for (int i = random.Next(40); i > 0; i--)
            rows.Add((random.Next(3), random.Next(20)));
        return [.. rows.Select(row => new RankedRow(row.Item1, row.Item2, random.NextSingle() * 2))];
    }

    private static void AssertRefused(Action action, string named)
    {
        ZvecException thrown = Assert.Throws<ZvecException>(action);
        Assert.Equal(ZvecErrorCode.InvalidArgument, thrown.Code);
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }
}
