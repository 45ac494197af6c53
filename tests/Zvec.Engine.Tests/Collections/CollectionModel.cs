namespace Zvec.Engine.Tests.Collections;

/// <summary>What a collection should hold: a dictionary, and exact answers by looking at everything.</summary>
internal sealed class CollectionModel
{
    public const int Dimensions = 8;

    private static readonly string[] Words = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu"];

    public SortedDictionary<int, ModelDocument> Documents { get; } = [];

    public static CollectionSchema Schema(VectorIndexOptions index) => new("model")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("year", DataType.Int32) { Index = new InvertedIndexOptions() },
            new FieldSchema("word", DataType.String) { Nullable = true, Index = new InvertedIndexOptions() },
            new FieldSchema("weight", DataType.Float64),
            new FieldSchema("tags", DataType.StringArray) { Nullable = true },
            new FieldSchema("text", DataType.String) { Nullable = true, Index = ModelTexts.Index },
        },
        Vectors =
        {
            new VectorSchema("embedding", VectorType.Float32, Dimensions) { Index = index },
            new VectorSchema("second", VectorType.Float32, 3) { Nullable = true, Index = new FlatIndexOptions { Metric = Metric.L2 } },
        },
    };

    public static ModelDocument RandomDocument(Random random) => new(
        random.Next(1990, 2010),
        random.Next(4) == 0 ? null : Words[random.Next(Words.Length)],
        random.NextDouble(),
        random.Next(3) == 0 ? null : [.. Enumerable.Range(0, random.Next(4)).Select(_ => Words[random.Next(Words.Length)])],
        ModelTexts.RandomText(random),
        RandomVector(random, Dimensions),
        random.Next(2) == 0 ? null : RandomVector(random, 3));

    public static float[] RandomVector(Random random, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 2) - 1)];

    public static Document ToDocument(int key, ModelDocument document) => new(key)
    {
        ["year"] = document.Year,
        ["word"] = document.Word,
        ["weight"] = document.Weight,
        ["tags"] = document.Tags,
        ["text"] = document.Text,
        ["embedding"] = document.Embedding,
        ["second"] = document.Second,
    };

    public static ModelDocument FromDocument(Document document) => new(
        document.Get<int>("year"),
        document.Get<string>("word"),
        document.Get<double>("weight"),
        document.Get<string[]>("tags"),
        document.Get<string>("text"),
        document.Get<ReadOnlyMemory<float>>("embedding").ToArray(),
        document["second"] is ReadOnlyMemory<float> second ? second.ToArray() : null);

    /// <summary>The keys in the order of their squared distance to a vector, computed in double precision.</summary>
    public IEnumerable<(int Key, double Distance)> Nearest(float[] query, Func<ModelDocument, bool> filter) =>
        Documents.Where(entry => filter(entry.Value))
            .Select(entry => (entry.Key, Distance: entry.Value.Embedding.Zip(query, (a, b) => ((double)a - b) * ((double)a - b)).Sum()))
            .OrderBy(hit => hit.Distance);
}
