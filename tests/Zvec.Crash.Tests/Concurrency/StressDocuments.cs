
namespace Zvec.Crash.Tests.Concurrency;

/// <summary>The documents of the stress: registers, each a row of keys that are only ever written together and with the same value, so that
/// whoever sees some of a row's documents without the others, or with other values, has seen a torn write.</summary>
internal static class StressDocuments
{
    /// <summary>Documents of a register.</summary>
    public const int RowLength = 4;

    public const int Registers = 24;

    public const int MostExtraFields = 4;

    private const int Dimensions = 8;

    public static CollectionSchema Schema() => new("stress")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("register", DataType.Int32) { Index = new InvertedIndexOptions() },
            new FieldSchema("value", DataType.Int64),
            new FieldSchema("base", DataType.Int64),
            new FieldSchema("text", DataType.String) { Nullable = true },
        },
        Vectors =
        {
            new VectorSchema("vector", VectorType.Float32, Dimensions)
            {
                Index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 20, EfConstruction = 40 },
            },
        },
    };

    public static string ExtraField(int number) => $"extra{number}";

    public static IEnumerable<DocumentKey> KeysOf(int register) =>
        Enumerable.Range(register * RowLength, RowLength).Select(key => new DocumentKey(key));

    public static int RegisterOf(DocumentKey key) => (int)key.Value / RowLength;

    /// <summary>Whole documents of a register.</summary>
    /// <param name="register">The register.</param>
    /// <param name="value">The value, unlike any other.</param>
    /// <param name="schema">The schema, which says which further fields there are.</param>
    public static IEnumerable<Document> Whole(int register, long value, CollectionSchema schema)
    {
        foreach (DocumentKey key in KeysOf(register))
        {
            var document = new Document(key)
            {
                ["register"] = register,
                ["value"] = value,
                ["base"] = value,
                ["text"] = Text(key, value),
                ["vector"] = Vector(key, value),
            };
            foreach (FieldSchema extra in schema.Fields.Where(field => field.Name.StartsWith("extra", StringComparison.Ordinal)))
                document[extra.Name] = value;
            yield return document;
        }
    }

    /// <summary>What an update changes of a register's documents.</summary>
    public static IEnumerable<Document> Partial(int register, long value) =>
        KeysOf(register).Select(key => new Document(key) { ["value"] = value });

    /// <summary>Checks a document that was read, as far as it goes, and says what state it shows.</summary>
    /// <exception cref="StressViolationException">The document is not one that was written.</exception>
    public static RegisterState StateOf(Document document)
    {
        DocumentKey key = document.Key;
        var state = new RegisterState(document.Get<long>("value"), document.Get<long>("base"));
        bool matches = document.Get<int>("register") == RegisterOf(key)
            && document.Get<string>("text") == Text(key, state.Base)
            && (!document.Contains("vector") || document.Get<ReadOnlyMemory<float>>("vector").Span.SequenceEqual(Vector(key, state.Base)));
        for (int number = 0; matches && number < MostExtraFields; number++)
            matches = document[ExtraField(number)] is not long extra || extra == state.Base;
        return matches && !state.IsAbsent
            ? state
            : throw new StressViolationException($"Document {key} was never written so: {string.Join(", ", document)}");
    }

    /// <summary>A vector that tells the key and the value.</summary>
    public static float[] Vector(DocumentKey key, long value)
    {
        float[] vector = new float[Dimensions];
        vector[0] = (int)key.Value;
        for (int i = 1; i < Dimensions; i++)
            vector[i] = ((value >> (i * 5)) ^ value) & 31;
        return vector;
    }

    private static string Text(DocumentKey key, long value) => $"{key} was written by {value} ".PadRight(120 + (int)(value % 180), '.');
}
