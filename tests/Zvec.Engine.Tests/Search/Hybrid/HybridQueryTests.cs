namespace Zvec.Engine.Tests.Search.Hybrid;

/// <summary>Hybrid queries of two vectors against the same done with sorted lists; before and after sealing and reopening.</summary>
public sealed class HybridQueryTests : IDisposable
{
    private readonly HybridTable _table = HybridTable.Filled();

    public enum State
    {
        Fresh,
        Reopened,
        Optimized,
    }

    [Theory]
    [InlineData(State.Fresh)]
    [InlineData(State.Reopened)]
    [InlineData(State.Optimized)]
    public void Fused_vectors_are_those_of_sorted_lists(State state)
    {
        Bring(state);
        for (int run = 0; run < 30; run++)
        {
            float[] wide = _table.RandomWide(), narrow = _table.RandomNarrow();
            bool filtered = run % 2 == 0, weighted = run % 3 == 0;
            (int Candidates, int Skip, int Top) = (1 + (run * 7), run % 4, 1 + (run * 3));
            IReadOnlyList<SearchHit> hits = _table.Collection.Search(new HybridQuery
            {
                Queries = { new VectorQuery("wide", wide) { Top = 1 }, new VectorQuery("narrow", narrow) { Top = 1 } },
                Fusion = weighted ? Fusion.Weighted(0.3, 0.7) : Fusion.Rrf(),
                Candidates = Candidates,
                Filter = filtered ? "number < 6" : null,
                Skip = Skip,
                Top = Top,
            });

            bool Accept(int key) => !filtered || key % 10 < 6;
            var sums = new Dictionary<int, double>();
            Add(_table.ByWide(wide, Candidates, Accept), (score, place) => weighted ? 0.3 * (1 - (score / 2)) : 1d / (61 + place));
            Add(_table.ByNarrow(narrow, Candidates, Accept), (score, place) => weighted
                ? 0.7 * (0.5 + (Math.Atan(score) / Math.PI)) : 1d / (61 + place));
            KeyValuePair<int, double>[] expected = [.. sums.OrderByDescending(sum => sum.Value).Skip(Skip).Take(Top)];
            Assert.Equal(
                expected.Select(sum => sum.Value), hits.Select(hit => (double)hit.Score), (one, other) => Math.Abs(one - other) < 1e-6);
            Assert.All(hits, hit => Assert.Equal(sums[(int)hit.Key.Value], hit.Score, 1e-6));

            void Add((int Key, double Score)[] found, Func<double, int, double> share)
            {
                for (int place = 0; place < found.Length; place++)
                    sums[found[place].Key] = sums.GetValueOrDefault(found[place].Key) + share(found[place].Score, place);
            }
        }
    }

    [Fact]
    public void The_filter_of_one_query_narrows_the_common_one_for_that_query_alone()
    {
        float[] wide = _table.RandomWide(), narrow = _table.RandomNarrow();
        IReadOnlyList<SearchHit> hits = _table.Collection.Search(new HybridQuery
        {
            Queries = { new VectorQuery("wide", wide) { Filter = "number < 3" }, new VectorQuery("narrow", narrow) { Top = 1 } },
            Filter = "number > 0",
            Candidates = 1,
            Top = 20,
        });
        int[] expected =
        [
            .. _table.ByWide(wide, 10, key => key % 10 is 1 or 2).Select(found => found.Key),
            _table.ByNarrow(narrow, 1, key => key % 10 > 0)[0].Key,
        ];
        Assert.Equal(expected.Distinct().Order(), hits.Select(hit => (int)hit.Key.Value).Order());
    }

    [Fact]
    public void A_query_contributes_as_many_as_its_own_top_where_that_is_more()
    {
        float[] wide = _table.RandomWide();
        int Count(int top, int? candidates) => _table.Collection.Search(new HybridQuery
        {
            Queries = { new VectorQuery("wide", wide) { Top = top } },
            Candidates = candidates,
            Top = 300,
        }).Count;
        Assert.Equal(5, Count(top: 5, candidates: 2));
        Assert.Equal(7, Count(top: 5, candidates: 7));
        Assert.Equal(300, Count(top: 5, candidates: null));
    }

    [Fact]
    public void One_query_alone_keeps_its_order()
    {
        float[] wide = _table.RandomWide();
        IReadOnlyList<SearchHit> alone = _table.Collection.Search(new VectorQuery("wide", wide) { Top = 25 });
        IReadOnlyList<SearchHit> fused = _table.Collection.Search(
            new HybridQuery { Queries = { new VectorQuery("wide", wide) }, Top = 25 });
        Assert.Equal(alone.Select(hit => hit.Key), fused.Select(hit => hit.Key));
        Assert.Equal(Enumerable.Range(61, 25).Select(rank => 1f / rank), fused.Select(hit => hit.Score));
    }

    [Fact]
    public void Hits_hold_the_fields_that_were_asked_for()
    {
        HybridQuery Query(string[]? fields, bool vectors) => new()
        {
            Queries = { new VectorQuery("wide", _table.RandomWide()) },
            OutputFields = fields,
            IncludeVectors = vectors,
            Top = 1,
        };
        Assert.Equal(["name", "number"], NamesOf(Query(fields: null, vectors: false)));
        Assert.Equal(["name"], NamesOf(Query(["name"], vectors: false)));
        Assert.Equal(["narrow", "wide"], NamesOf(Query([], vectors: true)));

        string[] NamesOf(HybridQuery query) =>
            [.. Assert.Single(_table.Collection.Search(query)).Document.Select(value => value.Key).Order()];
    }

    [Fact]
    public void A_filter_that_matches_nothing_finds_nothing() =>
        Assert.Empty(_table.Collection.Search(new HybridQuery
        {
            Queries = { new VectorQuery("wide", _table.RandomWide()), new VectorQuery("narrow", _table.RandomNarrow()) },
            Filter = "number > 99",
        }));

    public static TheoryData<HybridQuery, string> Wrong => new()
    {
        { new HybridQuery(), "has 0" },
        { new HybridQuery { Queries = null! }, "has 0" },
        { new HybridQuery { Queries = [.. Enumerable.Repeat(Good(), 65)] }, "has 65" },
        { new HybridQuery { Queries = { null! } }, "Query 0" },
        { new HybridQuery { Queries = { Good() }, Top = 0 }, "Top 0" },
        { new HybridQuery { Queries = { Good() }, Skip = -1 }, "Skip -1" },
        { new HybridQuery { Queries = { Good() }, Skip = 50_000, Top = 50_001 }, "at most 100000" },
        { new HybridQuery { Queries = { Good() }, Candidates = 0 }, "Candidates 0" },
        { new HybridQuery { Queries = { Good() }, Candidates = 100_001 }, "Candidates 100001" },
        { new HybridQuery { Queries = { Good() }, RerankCandidates = 0 }, "RerankCandidates 0" },
        { new HybridQuery { Queries = { Good() }, Fusion = null! }, "Fusion" },
        { new HybridQuery { Queries = { Good() }, Fusion = Fusion.Weighted(1, 2) }, "2 weights for 1" },
        { new HybridQuery { Queries = { Good() }, Filter = "nothing = 1" }, "nothing" },
        { new HybridQuery { Queries = { Good() }, OutputFields = ["nothing"] }, "nothing" },
        { new HybridQuery { Queries = { Good(), new VectorQuery("wide", new float[8]) { Skip = 1 } } }, "Query 1" },
        { new HybridQuery { Queries = { new VectorQuery("wide", new float[8]) { OutputFields = [] } } }, "OutputFields" },
        { new HybridQuery { Queries = { new VectorQuery("wide", new float[8]) { IncludeVectors = true } } }, "IncludeVectors" },
        { new HybridQuery { Queries = { new VectorQuery("wide", new float[8]) { Top = 100_001 } } }, "Top 100001" },
        { new HybridQuery { Queries = { new VectorQuery("wide", new float[8]) { Filter = "nothing = 1" } } }, "nothing" },
        { new HybridQuery { Queries = { new VectorQuery("wide", new float[] { float.NaN, 0, 0, 0, 0, 0, 0, 0 }) } }, "NaN" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Queries_that_do_not_fit_are_refused(HybridQuery query, string named)
    {
        ZvecException thrown = Assert.Throws<ZvecException>(() => _table.Collection.Search(query));
        Assert.Equal(ZvecErrorCode.InvalidArgument, thrown.Code);
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_a_single_query_are_its_own()
    {
        ZvecException unknown = Assert.Throws<ZvecException>(() => _table.Collection.Search(Of(new VectorQuery("other", new float[8]))));
        Assert.Equal(ZvecErrorCode.NotFound, unknown.Code);
        ZvecException dimensions = Assert.Throws<ZvecException>(
            () => _table.Collection.Search(Of(new VectorQuery("narrow", new float[8]))));
        Assert.Equal(ZvecErrorCode.DimensionMismatch, dimensions.Code);
        Assert.Throws<ArgumentNullException>(() => _table.Collection.Search((HybridQuery)null!));
        Assert.Throws<ArgumentNullException>(() => { _ = _table.Collection.SearchAsync(null!); });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => _table.Collection.Search(Of(Good()), cancelled.Token));

        static HybridQuery Of(SearchQuery query) => new() { Queries = { Good(), query } };
    }

    public void Dispose() => _table.Dispose();

    private static VectorQuery Good() => new("wide", new float[] { 1, 2, 3, 4, 5, 6, 7, 8 });

    private void Bring(State state)
    {
        if (state == State.Reopened)
            _table.Reopen();
        else if (state == State.Optimized)
            _table.Collection.OptimizeAsync().GetAwaiter().GetResult();
    }
}
