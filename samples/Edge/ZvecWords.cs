using Zvec.Engine;

namespace Zvec.Samples.Edge;

/// <summary>The words in a collection of Zvec's engine.</summary>
internal sealed class ZvecWords(Collection collection) : WordIndex
{
    private const string Vector = "vector";
    private const int BatchSize = 1_000;

    // A device takes little memory and, unless a power cut is to cost nothing, need not sync each write.
    private static readonly CollectionOptions Options = new() { SmallMemory = true };

    public static async Task FillAsync(string folder, VectorSchema vector, IEnumerable<(string Word, object Vector)> words)
    {
        var schema = new CollectionSchema("words") { KeyName = "word", Vectors = { vector } };
        using var collection = Collection.Create(folder, schema, Options with { Durability = Durability.Buffered });
        foreach ((string Word, object Vector)[] batch in words.Chunk(BatchSize))
            await collection.InsertAsync([.. batch.Select(one => new Document(one.Word) { [vector.Name] = one.Vector })]);
        await collection.OptimizeAsync();
    }

    public static VectorSchema Schema(VectorType type) => new(Vector, type, WordFile.Dimensions)
    {
        Index = new HnswIndexOptions { Metric = Metric.Cosine, M = 8 },
    };

    public override Task<IReadOnlyList<string>> FindAsync(string word, int count)
    {
        if (collection.Fetch(word, includeVectors: false) is null)
            return Task.FromResult<IReadOnlyList<string>>([]);
        var query = new VectorQuery(Vector, new DocumentKey(word)) { Top = count };
        return Task.FromResult<IReadOnlyList<string>>([.. collection.Search(query).Select(hit => (string)hit.Key.Value)]);
    }

    public override void Dispose() => collection.Dispose();

    public static ZvecWords Open(string folder) => new(Collection.Open(folder, Options with
    {
        ReadOnly = true,

        // measure.sh asks how long a start takes without it
        VerifyChecksums = Environment.GetEnvironmentVariable("EDGE_VERIFY") != "false",
    }));
}

internal abstract partial class WordIndex
{
    public static partial Task BuildAsync(string folder, string storage, IEnumerable<(string Word, float[] Vector)> words)
    {
        (VectorType type, Func<float[], object> store) = storage switch
        {
            "fp32" => (VectorType.Float32, (Func<float[], object>)(vector => vector)),
            "fp16" => (VectorType.Float16, Halves),
            "int8" => (VectorType.Int8, Bytes),
            _ => throw new ArgumentException($"The storage '{storage}' is none of fp32, fp16 and int8."),
        };
        return ZvecWords.FillAsync(folder, ZvecWords.Schema(type), words.Select(one => (one.Word, store(one.Vector))));
    }

    public static partial Task<WordIndex> OpenAsync(string folder) => Task.FromResult<WordIndex>(ZvecWords.Open(folder));

    private static Half[] Halves(float[] vector) => Array.ConvertAll(vector, element => (Half)element);

    /// <summary>Brings the largest element to 127: the cosine does not ask for the length.</summary>
    private static sbyte[] Bytes(float[] vector)
    {
        float largest = vector.Max(Math.Abs);
        return Array.ConvertAll(vector, element => (sbyte)MathF.Round(element / largest * 127));
    }
}
