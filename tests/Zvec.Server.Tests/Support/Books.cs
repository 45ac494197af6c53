using Zvec.Engine;

namespace Zvec.Server.Tests.Support;

/// <summary>Documents to search: a year, a genre, a title of common words, and vectors.</summary>
internal static class Books
{
    public const int Dimensions = 8;

    private static readonly string[] Genres = ["novel", "essay", "poem"];
    private static readonly string[] Words = ["red", "blue", "fox", "dog", "winter", "house", "river", "stone"];

    public static CollectionSchema Schema { get; } = new("books")
    {
        Fields =
        {
            new FieldSchema("year", DataType.Int32) { Index = new InvertedIndexOptions() },
            new FieldSchema("genre", DataType.String) { Nullable = true },
            new FieldSchema("title", DataType.String) { Index = new TextIndexOptions() },
        },
        Vectors =
        {
            new VectorSchema("embedding", VectorType.Float32, Dimensions) { Index = new FlatIndexOptions { Metric = Metric.Cosine } },
            new VectorSchema("bits", VectorType.Binary, 16) { Nullable = true, Index = new FlatIndexOptions { Metric = Metric.Hamming } },
            new VectorSchema("terms", VectorType.Sparse) { Nullable = true },
            new VectorSchema("bytes", VectorType.Int8, 4) { Nullable = true, Index = new FlatIndexOptions { Metric = Metric.L2 } },
        },
    };

    public static Document[] Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Document($"b{i}")
        {
            { "year", 1900 + random.Next(120) },
            { "genre", random.Next(5) == 0 ? null : Genres[random.Next(Genres.Length)] },
            { "title", string.Join(' ', Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Words[random.Next(Words.Length)])) },
            { "embedding", Vector(random) },
            { "bits", new[] { (byte)random.Next(256), (byte)random.Next(256) } },
            { "terms", new SparseVector([(uint)random.Next(10), 10 + (uint)random.Next(10)], [random.NextSingle(), random.NextSingle()]) },
            { "bytes", Enumerable.Range(0, 4).Select(_ => (sbyte)random.Next(-128, 128)).ToArray() },
        })];
    }

    public static float[] Vector(Random random) => [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)];

    public static string ToJson(IEnumerable<Document> documents) =>
        $"[{string.Join(",", documents.Select(document => DocumentJson.ToJson(document, Schema)))}]";
}
