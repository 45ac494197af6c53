using System.IO.Compression;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel.Tests.Support;
using Zvec.VectorData;

namespace Zvec.SemanticKernel.Tests;

/// <summary>Searches of many sorts among meanings of WordNet, beside what a list of all results gives.</summary>
public sealed class RealDataTests : IAsyncLifetime
{
    private const int Count = 1_500;

    private readonly string _path = Directory.CreateTempSubdirectory("zvec-real-").FullName;
    private readonly List<Meaning> _meanings = [];
    private ZvecVectorStore _store = null!;
    private ZvecCollection<string, Meaning> _collection = null!;

    public async ValueTask InitializeAsync()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Data", "wordnet.jsonl.gz");
        using (var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        {
            while (_meanings.Count < Count && await lines.ReadLineAsync() is { } line)
            {
                JsonElement json = JsonDocument.Parse(line).RootElement;
                _meanings.Add(new Meaning
                {
                    Id = json.GetProperty("id").GetString()!,
                    Category = json.GetProperty("category").GetString()!,
                    Links = json.GetProperty("links").GetInt32(),
                    Text = $"{string.Join(", ", json.GetProperty("words").EnumerateArray())}: {json.GetProperty("definition").GetString()}",
                });
            }
        }

        _store = new ZvecVectorStore(_path, new ZvecVectorStoreOptions { EmbeddingGenerator = Passages.Generator });
        _collection = _store.GetCollection<string, Meaning>("meanings");
        await _collection.EnsureCollectionExistsAsync();
        await _collection.UpsertAsync(_meanings);
    }

    public ValueTask DisposeAsync()
    {
        _collection.Dispose();
        _store.Dispose();
        Directory.Delete(_path, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_search_gives_its_part_of_the_whole_ranking()
    {
        var random = new Random(1);
        for (int i = 0; i < 50; i++)
        {
            string[] words = _meanings[random.Next(Count)].Text.Split(' ');
            string query = string.Join(' ', words.Skip(random.Next(words.Length)).Take(random.Next(1, 6)));
            int links = random.Next(8);
            string category = _meanings[random.Next(Count)].Category;
            int filters = random.Next(4);
            Expression<Func<Meaning, bool>>? always = (filters & 1) == 0 ? null : meaning => meaning.Links >= links;
            Expression<Func<Meaning, bool>>? filter = (filters & 2) == 0 ? null : other => other.Category == category;
            Expression<Func<Meaning, bool>>? both =
                filters == 3 ? meaning => meaning.Links >= links && meaning.Category == category : always ?? filter;
            TextSearchOptions<Meaning> options = new() { Top = random.Next(1, 20), Skip = random.Next(10), Filter = filter };
            bool reranked = random.Next(2) == 0;
            const int Candidates = 30;

            // The front of the ranking, of which the search gives a part.
            VectorSearchResult<Meaning>[] whole = await _collection
                .HybridSearchAsync(query, query.Split(' '), Candidates, new() { Filter = both })
                .ToArrayAsync();
            IEnumerable<(Meaning Record, double Score)> ranking = whole.Select(result => (result.Record, result.Score!.Value));
            if (reranked)
                ranking = ranking.Select(result => (result.Record, Rate(result.Record.Text))).OrderByDescending(result => result.Item2);
            string[] expected = [.. ranking.Skip(options.Skip).Take(options.Top).Select(result => result.Record.Id)];

            var search = new HybridTextSearch<Meaning>(_collection, new()
            {
                Filter = always,
                Keywords = text => text.Split(' '),
                Reranker = reranked ? new WrittenReranker(Rate) : null,
                RerankCandidates = Candidates,
            });
            KernelSearchResults<Meaning> found = await search.GetSearchResultsAsync(query, options);
            Assert.Equal(expected, await found.Results.Select(meaning => meaning.Id).ToArrayAsync());
        }
    }

    [Fact]
    public async Task A_rare_name_is_found_by_its_word_where_nearness_alone_misses_it()
    {
        // The vector of such a question is mostly that of the words around the name.
        var hybrid = new HybridTextSearch<Meaning>(_collection);
        ITextSearch<Meaning> nearest = new VectorStoreTextSearch<Meaning>(_collection);
        int byBoth = 0;
        int byNearness = 0;
        foreach (Meaning meaning in _meanings.Where((_, place) => place % 30 == 0))
        {
            string query = $"the meaning of the word {meaning.Text.Split(',', ':')[0]} in a sentence that is about something else";
            TextSearchOptions<Meaning> options = new() { Top = 5 };
            foreach (ITextSearch<Meaning> search in new[] { hybrid, nearest })
            {
                KernelSearchResults<Meaning> results = await search.GetSearchResultsAsync(query, options);
                int found = await results.Results.AnyAsync(result => result.Id == meaning.Id) ? 1 : 0;
                byBoth += search == hybrid ? found : 0;
                byNearness += search == nearest ? found : 0;
            }
        }

        Assert.True(byBoth > byNearness, $"{byBoth} of 50 by both, {byNearness} by nearness");
    }

    private static double Rate(string text) => text.Length % 17;
}
