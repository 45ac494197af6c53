namespace Zvec.Engine.Tests.Search.Hybrid;

public sealed class RerankerTests : IDisposable
{
    private readonly HybridTable _table = HybridTable.Filled();

    [Fact]
    public async Task Hits_come_in_the_order_of_the_new_scores()
    {
        var byName = new Reranker(
            hits => [.. hits.Select(hit => (float)-((string)hit.Document["name"]!).Length - ((int)hit.Key.Value / 1000f))]);
        HybridQuery query = Query(byName, skip: 3, top: 6, candidates: 20);
        IReadOnlyList<SearchHit> hits = await _table.Collection.SearchAsync(query);

        IReadOnlyList<SearchHit> seen = Assert.Single(byName.Calls);
        Assert.Same(query, byName.Query);
        Assert.Equal(
            _table.Collection.Search(Query(null, skip: 0, top: 20, candidates: 20)).Select(hit => (hit.Key, hit.Score)),
            seen.Select(hit => (hit.Key, hit.Score)));
        SearchHit[] expected =
            [.. seen.OrderBy(hit => ((string)hit.Document["name"]!).Length).ThenBy(hit => (int)hit.Key.Value).Skip(3).Take(6)];
        Assert.Equal(expected.Select(hit => hit.Key), hits.Select(hit => hit.Key));
        Assert.Equal(
            hits.Select(hit => (float)-((string)hit.Document["name"]!).Length - ((int)hit.Key.Value / 1000f)),
            hits.Select(hit => hit.Score));
    }

    [Fact]
    public async Task Equal_scores_keep_the_fused_order()
    {
        HybridQuery plain = Query(null, skip: 5, top: 30, candidates: null);
        IReadOnlyList<SearchHit> hits = await _table.Collection.SearchAsync(Query(new Reranker(seen => new float[seen.Count]), 5, 30, 40));
        Assert.Equal(_table.Collection.Search(plain).Select(hit => hit.Key), hits.Select(hit => hit.Key));
        Assert.All(hits, hit => Assert.Equal(0, hit.Score));
    }

    [Theory]
    [InlineData(null, 0, 10, 50)]
    [InlineData(null, 30, 40, 70)]
    [InlineData(8, 0, 10, 8)]
    [InlineData(80, 0, 10, 80)]
    public async Task As_many_are_scored_as_was_asked(int? asked, int skip, int top, int expected)
    {
        var reranker = new Reranker(seen => new float[seen.Count]);
        IReadOnlyList<SearchHit> hits = await _table.Collection.SearchAsync(Query(reranker, skip, top, asked));
        Assert.Equal(expected, Assert.Single(reranker.Calls).Count);
        Assert.Equal(Math.Min(top, expected - skip), hits.Count);
    }

    [Fact]
    public async Task Without_a_reranker_both_ways_find_the_same()
    {
        HybridQuery query = Query(null, 2, 9, null);
        Assert.Equal(
            _table.Collection.Search(query).Select(hit => (hit.Key, hit.Score)),
            (await _table.Collection.SearchAsync(query)).Select(hit => (hit.Key, hit.Score)));
    }

    [Fact]
    public async Task Without_candidates_nothing_is_scored()
    {
        var reranker = new Reranker(_ => throw new InvalidOperationException("called"));
        Assert.Empty(await _table.Collection.SearchAsync(new HybridQuery
        {
            Queries = { new VectorQuery("wide", _table.RandomWide()) },
            Filter = "number > 99",
            Reranker = reranker,
        }));
    }

    [Fact]
    public async Task Scores_that_are_not_one_for_each_are_refused()
    {
        foreach ((Func<IReadOnlyList<SearchHit>, float[]> scores, string named) in new (Func<IReadOnlyList<SearchHit>, float[]>, string)[]
        {
            (seen => new float[seen.Count - 1], "returned 49 scores for 50"),
            (seen => new float[seen.Count + 1], "returned 51 scores for 50"),
            (_ => null!, "returned 0 scores"),
            (seen => [.. seen.Select((_, i) => i == 7 ? float.NaN : 0)], "NaN"),
        })
        {
            ZvecException thrown = await Assert.ThrowsAsync<ZvecException>(
                () => _table.Collection.SearchAsync(Query(new Reranker(scores), 0, 10, null)));
            Assert.Equal(ZvecErrorCode.InvalidArgument, thrown.Code);
            Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_reranker_throws_passes_and_it_gets_the_token()
    {
        var thrown = new InvalidOperationException("no model");
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidOperationException>(
            () => _table.Collection.SearchAsync(Query(new Reranker(_ => throw thrown), 0, 10, null))));

        using var source = new CancellationTokenSource();
        var cancelling = new Reranker(_ => throw new InvalidOperationException(), source);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => _table.Collection.SearchAsync(Query(cancelling, 0, 10, null), source.Token));
    }

    [Fact]
    public void A_call_that_cannot_wait_refuses_a_reranker()
    {
        ZvecException thrown = Assert.Throws<ZvecException>(
            () => _table.Collection.Search(Query(new Reranker(seen => new float[seen.Count]), 0, 10, null)));
        Assert.Equal(ZvecErrorCode.InvalidArgument, thrown.Code);
        Assert.Contains("SearchAsync", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _table.Dispose();

    private static HybridQuery Query(IReranker? reranker, int skip, int top, int? candidates) => new()
    {
        Queries =
        {
            new VectorQuery("wide", new float[] { 1, -2, 3, -4, 5, -6, 7, -8 }),
            new VectorQuery("narrow", new float[] { -1, 2, -3, 4 }),
        },
        Reranker = reranker,
        Skip = skip,
        Top = top,
        RerankCandidates = candidates,
    };

    private sealed class Reranker(Func<IReadOnlyList<SearchHit>, float[]> score, CancellationTokenSource? cancels = null) : IReranker
    {
        public List<IReadOnlyList<SearchHit>> Calls { get; } = [];

        public HybridQuery? Query { get; private set; }

        public async ValueTask<IReadOnlyList<float>> ScoreAsync(
            HybridQuery query, IReadOnlyList<SearchHit> candidates, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (cancels is not null)
            {
                await cancels.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            Query = query;
            Calls.Add(candidates);
            return score(candidates);
        }
    }
}
