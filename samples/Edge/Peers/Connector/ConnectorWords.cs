using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

namespace Zvec.Samples.Edge;

/// <summary>The words in a store of Microsoft.Extensions.VectorData: records are dictionaries, which need no reflection.</summary>
internal sealed class ConnectorWords : WordIndex
{
    private const int BatchSize = 1_000;

    private readonly ZvecVectorStore _store;
    private readonly VectorStoreCollection<object, Dictionary<string, object?>> _words;

    private ConnectorWords(string folder, ZvecVectorStoreOptions options)
    {
        _store = new ZvecVectorStore(folder, options);
        _words = _store.GetDynamicCollection("words", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("word", typeof(string)),
                new VectorStoreDataProperty("length", typeof(int)),
                new VectorStoreVectorProperty("vector", typeof(ReadOnlyMemory<float>), WordFile.Dimensions)
                {
                    DistanceFunction = DistanceFunction.CosineSimilarity,
                },
            ],
        });
    }

    public static async Task FillAsync(string folder, IEnumerable<(string Word, float[] Vector)> words)
    {
        using var index = new ConnectorWords(folder, new() { SmallMemory = true, Durability = Durability.Buffered });
        await index._words.EnsureCollectionExistsAsync();
        foreach ((string Word, float[] Vector)[] batch in words.Chunk(BatchSize))
            await index._words.UpsertAsync(batch.Select(Record));
        await ((ZvecDynamicCollection)index._words).OptimizeAsync();
    }

    public static WordIndex Open(string folder) => new ConnectorWords(folder, new() { SmallMemory = true, ReadOnly = true });

    public override async Task<IReadOnlyList<string>> FindAsync(string word, int count)
    {
        if (await _words.GetAsync(word, new() { IncludeVectors = true }) is not { } record)
            return [];
        var hits = new List<string>(count);
        var options = new VectorSearchOptions<Dictionary<string, object?>> { Filter = other => (int)other["length"]! > 0 };
        await foreach (var hit in _words.SearchAsync((ReadOnlyMemory<float>)record["vector"]!, count + 1, options))
        {
            string found = (string)hit.Record["word"]!;
            if (found != word && hits.Count < count)
                hits.Add(found);
        }

        return hits;
    }

    public override void Dispose()
    {
        _words.Dispose();
        _store.Dispose();
    }

    private static Dictionary<string, object?> Record((string Word, float[] Vector) one) => new()
    {
        ["word"] = one.Word,
        ["length"] = one.Word.Length,
        ["vector"] = new ReadOnlyMemory<float>(one.Vector),
    };
}

internal abstract partial class WordIndex
{
    public static partial Task BuildAsync(string folder, string storage, IEnumerable<(string Word, float[] Vector)> words) =>
        ConnectorWords.FillAsync(folder, words);

    public static partial Task<WordIndex> OpenAsync(string folder) => Task.FromResult(ConnectorWords.Open(folder));
}
