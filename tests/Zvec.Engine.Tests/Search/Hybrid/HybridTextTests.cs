using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Search.Hybrid;

/// <summary>Hybrid queries of vectors and texts against their parts, each asked for alone and fused here.</summary>
public sealed class HybridTextTests : IDisposable
{
    private const int Rows = 500;

    private static readonly string[] Words = ["ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "oak", "pine", "yew"];
    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(3);
    private Collection _collection;

    public HybridTextTests()
    {
        var schema = new CollectionSchema("trees")
        {
            Key = KeyType.Int32,
            Fields =
            {
                new FieldSchema("number", DataType.Int32) { Index = new InvertedIndexOptions() },
                new FieldSchema("title", DataType.String) { Index = new TextIndexOptions() },
                new FieldSchema("body", DataType.String) { Nullable = true, Index = new TextIndexOptions() },
            },
            Vectors = { new VectorSchema("v", VectorType.Float32, 6) { Index = new FlatIndexOptions { Metric = Metric.L2 } } },
        };
        _collection = Collection.Create(_folder["trees"], schema, Options);
        Write(0, Rows / 2);
        _collection.FlushAsync().GetAwaiter().GetResult();
        Write(Rows / 3, Rows);
        _collection.DeleteAsync(
            Enumerable.Range(0, Rows).Where(key => key % 9 == 0).Select(key => (DocumentKey)key)).GetAwaiter().GetResult();
    }

    [Fact]
    public async Task Fused_vectors_and_texts_are_those_of_the_parts()
    {
        Compare();
        await _collection.FlushAsync();
        Compare();
        await _collection.OptimizeAsync();
        Compare();
        _collection.Dispose();
        _collection = Collection.Open(_folder["trees"], Options);
        Compare();
    }

    [Fact]
    public void Hits_show_the_words_of_all_texts_that_ask_for_it()
    {
        IReadOnlyList<SearchHit> hits = _collection.Search(new HybridQuery
        {
            Queries =
            {
                new VectorQuery("v", RandomVector()),
                new TextQuery("title", "oak") { Highlight = true },
                new TextQuery("body", "elm") { Highlight = true },
                new TextQuery("body", "yew"),
            },
            Top = Rows,
        });
        Assert.All(hits, hit => Assert.Equal(
            [.. Places(hit.Document, "title", "oak"), .. Places(hit.Document, "body", "elm")],
            hit.Highlights.OrderByDescending(highlight => highlight.Field).ThenBy(highlight => highlight.Start)));
        Assert.Contains(hits, hit => hit.Highlights.Any(highlight => highlight.Field == "title"));
        Assert.Contains(hits, hit => hit.Highlights.Any(highlight => highlight.Field == "body"));
        Assert.Contains(hits, hit => hit.Highlights.Count == 0);
    }

    [Fact]
    public async Task Hits_scored_anew_keep_their_highlights()
    {
        IReadOnlyList<SearchHit> hits = await _collection.SearchAsync(new HybridQuery
        {
            Queries = { new TextQuery("title", "oak") { Highlight = true } },
            Reranker = new Backwards(),
        });
        Assert.NotEmpty(hits);
        Assert.All(hits, hit => Assert.Equal(Places(hit.Document, "title", "oak"), hit.Highlights));
    }

    [Fact]
    public void Errors_of_a_text_are_its_own()
    {
        foreach ((TextQuery query, ZvecErrorCode code) in new[]
        {
            (new TextQuery("nothing", "oak"), ZvecErrorCode.NotFound),
            (new TextQuery("number", "oak"), ZvecErrorCode.InvalidArgument),
            (new TextQuery("title", "\"oak"), ZvecErrorCode.InvalidArgument),
        })
        {
            ZvecException alone = Assert.Throws<ZvecException>(() => _collection.Search(query));
            ZvecException fused = Assert.Throws<ZvecException>(
                () => _collection.Search(new HybridQuery { Queries = { new VectorQuery("v", RandomVector()), query } }));
            Assert.Equal((code, alone.Message), (fused.Code, fused.Message));
        }
    }

    public void Dispose()
    {
        _collection.Dispose();
        _folder.Dispose();
    }

    private static IEnumerable<TextHighlight> Places(Document document, string field, string word)
    {
        string text = document[field] as string ?? "";
        for (int place = text.IndexOf(word, StringComparison.Ordinal); place >= 0; place = text.IndexOf(
            word, place + 1, StringComparison.Ordinal))
            yield return new TextHighlight(field, place, word.Length);
    }

    private void Compare()
    {
        for (int run = 0; run < 12; run++)
        {
            string? filter = run % 3 == 0 ? "number < 40" : null;
            int candidates = 5 + (run * 10);
            bool weighted = run % 2 == 0;
            float[] vector = RandomVector();
            string title = RandomText(), body = RandomText();
            SearchQuery[] Parts(int top, string? of) =>
            [
                new VectorQuery("v", vector) { Top = top, Filter = of },
                new TextQuery("title", title) { Top = top, Filter = of },
                new TextQuery("body", body) { Literal = true, Top = top, Filter = of },
            ];
            var sums = new Dictionary<DocumentKey, double>();
            SearchQuery[] parts = Parts(candidates, filter);
            for (int i = 0; i < parts.Length; i++)
            {
                IReadOnlyList<SearchHit> found = parts[i] is VectorQuery nearest
                    ? _collection.Search(nearest)
                    : _collection.Search((TextQuery)parts[i]);
                for (int place = 0; place < found.Count; place++)
                {
                    double normalized = i == 0
                        ? 1 - (2 * Math.Atan(found[place].Score) / Math.PI)
                        : 2 * Math.Atan(found[place].Score) / Math.PI;
                    sums[found[place].Key] = sums.GetValueOrDefault(found[place].Key)
                        + (weighted ? (i + 1) * normalized : 1d / (61 + place));
                }
            }

            IReadOnlyList<SearchHit> hits = _collection.Search(new HybridQuery
            {
                Queries = [.. Parts(1, null)],
                Fusion = weighted ? Fusion.Weighted(1, 2, 3) : Fusion.Rrf(),
                Candidates = candidates,
                Filter = filter,
                Top = Rows,
            });
            Assert.Equal(sums.Keys.ToHashSet(), hits.Select(hit => hit.Key).ToHashSet());
            Assert.Equal(sums.Count, hits.Count);
            Assert.Equal(hits.OrderByDescending(hit => hit.Score), hits);
            Assert.All(hits, hit => Assert.Equal(sums[hit.Key], hit.Score, 1e-5));
        }
    }

    private void Write(int first, int end) => _collection.UpsertAsync(Enumerable.Range(first, end - first).Select(key => new Document(key)
    {
        ["number"] = key % 100,
        ["title"] = RandomText(),
        ["body"] = key % 6 == 0 ? null : RandomText(),
        ["v"] = RandomVector(),
    })).GetAwaiter().GetResult();

    private string RandomText() => string.Join(' ', Enumerable.Range(0, _random.Next(1, 7)).Select(_ => Words[_random.Next(Words.Length)]));

    private float[] RandomVector() => [.. Enumerable.Range(0, 6).Select(_ => _random.NextSingle())];

    private sealed class Backwards : IReranker
    {
        public ValueTask<IReadOnlyList<float>> ScoreAsync(
            HybridQuery query, IReadOnlyList<SearchHit> candidates, CancellationToken cancellationToken) =>
            new([.. candidates.Select((_, place) => (float)place)]);
    }
}
