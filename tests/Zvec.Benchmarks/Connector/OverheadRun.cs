using System.Diagnostics;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Zvec.Benchmarks.Measure;
using Zvec.VectorData;

namespace Zvec.Benchmarks.Connector;

/// <summary>Times the engine's search beside the connector's over the same collection, ten records a query, in turns of a few queries: what
/// else the machine does then falls on all alike, and the medians hardly see it.</summary>
internal sealed class OverheadRun : IDisposable
{
    public const int Dimensions = 64;

    private const string Name = "articles";
    private const int Top = 10;
    private const int QueriesPerTurn = 10;

    private readonly float[][] _queries;
    private readonly ZvecVectorStore _store;
    private readonly ZvecCollection<int, Article> _typed;
    private readonly ZvecDynamicCollection _dynamic;
    private readonly Collection _engine;
    private readonly VectorSearchOptions<Article> _cachedFilter;
    private readonly Filter _engineFilter = Filter.And(Filter.GreaterThan("Year", 1950), Filter.Equal("Section", "section 3"));
    private readonly Filter _engineListFilter = Filter.And(
        Filter.GreaterThan("Year", 1950), Filter.In("Section", new object?[] { "section 3", "section 4", "section 5" }));

    private OverheadRun(string folder, float[][] queries)
    {
        _queries = queries;
        _store = new ZvecVectorStore(folder, new ZvecVectorStoreOptions { ReadOnly = true });
        _typed = _store.GetCollection<int, Article>(Name);
        _dynamic = _store.GetDynamicCollection(Name, new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty(nameof(Article.Id), typeof(int)),
                new VectorStoreDataProperty(nameof(Article.Title), typeof(string)),
                new VectorStoreDataProperty(nameof(Article.Section), typeof(string)),
                new VectorStoreDataProperty(nameof(Article.Year), typeof(int)),
                new VectorStoreDataProperty(nameof(Article.Rating), typeof(double)),
                new VectorStoreVectorProperty(nameof(Article.Embedding), typeof(ReadOnlyMemory<float>), Dimensions),
            ],
        });
        _engine = Collection.Open(Path.Combine(folder, Name), new CollectionOptions { ReadOnly = true });
        _cachedFilter = new VectorSearchOptions<Article> { Filter = FilterOf(1950, "section 3") };
    }

    /// <summary>Writes a collection of random vectors, and opens it for both.</summary>
    public static async Task<OverheadRun> CreateAsync(string folder, int records)
    {
        var random = new Random(7);
        using (var store = new ZvecVectorStore(folder))
        {
            ZvecCollection<int, Article> articles = store.GetCollection<int, Article>(Name);
            await articles.EnsureCollectionExistsAsync();
            await articles.UpsertAsync(Enumerable.Range(0, records).Select(i => new Article
            {
                Id = i,
                Title = FormattableString.Invariant($"The title of article {i}"),
                Section = FormattableString.Invariant($"section {i % 10}"),
                Year = 1900 + (i % 120),
                Rating = i % 50 / 10.0,
                Embedding = Vector(random),
            }));
            await articles.OptimizeAsync();
        }

        return new OverheadRun(folder, [.. Enumerable.Range(0, 500).Select(_ => Vector(random))]);
    }

    /// <summary>Measures all ways in turns.</summary>
    public IReadOnlyList<OverheadFigures> Measure(int turns)
    {
        (string Name, string? Base, Func<float[], Task<int>> Search)[] ways =
        [
            ("engine", null, query => Task.FromResult(SearchEngine(query, null))),
            ("connector", "engine", query => CountAsync(_typed.SearchAsync(query, Top))),
            ("connector, dictionaries", "engine", query => CountAsync(_dynamic.SearchAsync(query, Top))),
            ("engine, filter", null, query => Task.FromResult(SearchEngine(query, _engineFilter))),
            ("connector, one filter", "engine, filter", query => CountAsync(_typed.SearchAsync(query, Top, _cachedFilter))),
            ("connector, a filter a query", "engine, filter", SearchFilteredAsync),
            ("engine, filter with a list", null, query => Task.FromResult(SearchEngine(query, _engineListFilter))),
            ("connector, a filter with a list a query", "engine, filter with a list", SearchListAsync),
            ("connector, a computed filter a query", "engine, filter", SearchComputedAsync),
        ];

        var times = new List<double>[ways.Length];
        var bytes = new double[ways.Length];
        for (int way = 0; way < ways.Length; way++)
            times[way] = [];
        int warm = Math.Max(200, turns / 5);
        for (int turn = -warm; turn < turns; turn++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                (double microseconds, double garbage) = Turn(ways[way].Search, turn + warm);
                if (turn >= 0)
                {
                    times[way].Add(microseconds);
                    bytes[way] += garbage / turns;
                }
            }
        }

        return [.. ways.Select((way, i) => new OverheadFigures(way.Name, Median.Of(times[i]), bytes[i], way.Base))];
    }

    public void Dispose()
    {
        _engine.Dispose();
        _store.Dispose();
    }

    private static float[] Vector(Random random)
    {
        float[] vector = new float[Dimensions];
        for (int i = 0; i < vector.Length; i++)
            vector[i] = random.NextSingle() - 0.5f;
        return vector;
    }

    private static Expression<Func<Article, bool>> FilterOf(int year, string section) =>
        article => article.Year > year && article.Section == section;

    private static async Task<int> CountAsync<TRecord>(IAsyncEnumerable<VectorSearchResult<TRecord>> results)
        where TRecord : class
    {
        int count = 0;
        await foreach (VectorSearchResult<TRecord> result in results)
            count += result.Record is null ? 0 : 1;
        return count;
    }

    private (double Microseconds, double Bytes) Turn(Func<float[], Task<int>> search, int turn)
    {
        // The engine's collection and the connector's are two: each finds the processor's caches full of the other's, so that the same
        // queries run once before they count.
        Run(search, turn);
        long garbage = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Run(search, turn);
        double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds / QueriesPerTurn;
        return (time, (GC.GetAllocatedBytesForCurrentThread() - garbage) / (double)QueriesPerTurn);
    }

    private void Run(Func<float[], Task<int>> search, int turn)
    {
        for (int i = 0; i < QueriesPerTurn; i++)
        {
            float[] query = _queries[((turn * QueriesPerTurn) + i) % _queries.Length];
            if (search(query).GetAwaiter().GetResult() != Top)
                throw new InvalidOperationException("A search did not return ten records.");
        }
    }

    private int SearchEngine(float[] query, Filter? filter) =>
        _engine.Search(new VectorQuery(nameof(Article.Embedding), query) { Top = Top, Filter = filter }).Count;

    // Values that the expression works out: a call, an addition, an element.
    private Task<int> SearchComputedAsync(float[] query)
    {
        var newest = new DateTime(1960, 1, 1);
        string[] sections = ["section 1", "section 3"];
        return CountAsync(_typed.SearchAsync(query, Top, new VectorSearchOptions<Article>
        {
            Filter = article => article.Year > newest.AddYears(-9).Year - 1 && article.Section == sections[1],
        }));
    }

    private Task<int> SearchListAsync(float[] query)
    {
        string[] sections = ["section 3", "section 4", "section 5"];
        return CountAsync(_typed.SearchAsync(query, Top, new VectorSearchOptions<Article>
        {
            Filter = article => article.Year > 1950 && sections.Contains(article.Section),
        }));
    }

    // As applications do: the values of the filter are captured, and the expression is made for each query.
    private Task<int> SearchFilteredAsync(float[] query)
    {
        int year = 1950;
        string section = "section 3";
        return CountAsync(_typed.SearchAsync(
            query, Top, new VectorSearchOptions<Article> { Filter = article => article.Year > year && article.Section == section }));
    }
}
