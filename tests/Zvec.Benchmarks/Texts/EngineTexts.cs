using System.Diagnostics;

namespace Zvec.Benchmarks.Texts;

/// <summary>This engine, with words as UAX #29 has them, lower-cased.</summary>
internal sealed class EngineTexts : ITextEngine
{
    private const string Field = "text";

    private const int Batch = 1_000;

    private Collection? _collection;

    public string Name => "ours";

    public void Build(IReadOnlyList<string> texts, string folder)
    {
        _collection = Collection.Create(folder, new CollectionSchema("texts")
        {
            Key = KeyType.Int32,
            Fields = { new FieldSchema(Field, DataType.String) { Index = new TextIndexOptions() } },
        });
        int number = 0;
        foreach (string[] batch in texts.Chunk(Batch))
            _collection.InsertAsync(batch.Select(text => new Document(number++) { { Field, text } })).GetAwaiter().GetResult();
        _collection.OptimizeAsync().GetAwaiter().GetResult();
    }

    public TextPass Search(IReadOnlyList<TextSearch> searches, int top)
    {
        int[][] answers = new int[searches.Count][];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < answers.Length; i++)
        {
            var query = new TextQuery(Field, searches[i].ToString()) { Top = top, OutputFields = [] };
            answers[i] = [.. _collection!.Search(query).Select(hit => (int)hit.Key.Value)];
        }

        return new TextPass(Stopwatch.GetElapsedTime(start).TotalSeconds, answers);
    }

    public void Dispose() => _collection?.Dispose();
}
