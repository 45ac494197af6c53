using System.Globalization;

namespace Zvec.Engine.Tests.Golden;

/// <summary>What the golden collections hold, to the last value. It is computed from numbers alone, so that it never changes with the
/// engine; a golden file is worth as much as this is left as it is.</summary>
internal static class GoldenContent
{
    public const int Dimensions = 8;

    /// <summary>The name of the field that was added when there were segments already.</summary>
    public const string AddedField = "added later";

    // the scalar types of format version 1, by number; their arrays are those numbers plus 64
    private const int ScalarTypes = 19;
    private const int ArrayOffset = 64;

    public static IReadOnlyList<KeyType> KeyTypes { get; } = [KeyType.String, KeyType.Int32, KeyType.Int64, KeyType.UInt64, KeyType.Guid];

    /// <summary>Every type of field, and every type of vector with another kind of index.</summary>
    public static CollectionSchema Schema()
    {
        var schema = new CollectionSchema("everything");
        for (int number = 1; number <= ScalarTypes; number++)
        {
            schema.Fields.Add(Field((DataType)number));
            schema.Fields.Add(Field((DataType)(number + ArrayOffset)));
        }

        schema.Fields.Add(new FieldSchema("number", DataType.Int32) { Index = new InvertedIndexOptions() });
        schema.Fields.Add(new FieldSchema("text", DataType.String) { Nullable = true, Index = new TextIndexOptions() });
        schema.Vectors.Add(new VectorSchema("floats", VectorType.Float32, Dimensions)
        {
            Index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 20, M = 4, EfConstruction = 32 },
        });
        schema.Vectors.Add(new VectorSchema("halves", VectorType.Float16, 3) { Nullable = true });
        schema.Vectors.Add(new VectorSchema("bytes", VectorType.Int8, 5)
        {
            Nullable = true,
            Index = new FlatIndexOptions { Metric = Metric.InnerProduct }
        });
        return schema;
    }

    /// <summary>The schema of the small collections, one per type of key.</summary>
    public static CollectionSchema SmallSchema(KeyType key) => new("small")
    {
        Key = key,
        KeyName = "the key",
        Fields = { new FieldSchema("n", DataType.Int64) },
        Vectors = { new VectorSchema("v", VectorType.Float32, 2) { Nullable = true, Index = new FlatIndexOptions { Metric = Metric.L2 } } },
    };

    /// <summary>The schema of the collection with indexes that came with version 3 of the format.</summary>
    public static CollectionSchema IndexedSchema() => new("indexed")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("words", DataType.String) { Index = new TextIndexOptions() } },
        Vectors =
        {
            new VectorSchema("coded", VectorType.Float32, Dimensions)
            {
                Index = new DynamicIndexOptions { Threshold = 20, M = 4, EfConstruction = 32, Quantization = Quantization.Int8 },
            },
            new VectorSchema("grouped", VectorType.Float32, Dimensions)
            {
                Index = new IvfFlatIndexOptions { Metric = Metric.L2, NList = 3, Quantization = Quantization.Int4, Rotate = true },
            },
            new VectorSchema("terms", VectorType.Sparse) { Nullable = true },
            new VectorSchema("bits", VectorType.Binary, 12) { Nullable = true },
        },
    };

    /// <summary>Documents of the partitioned collection.</summary>
    public const int PartitionedCount = 12;

    /// <summary>The partition that is not attached.</summary>
    public const string DetachedPartition = "2026-02";

    /// <summary>The schema of the partitioned collection.</summary>
    /// <param name="name">The name of its number, which was changed.</param>
    public static CollectionSchema PartitionedSchema(string name) => new("parts")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("day", DataType.DateOnly) { Nullable = true }, new FieldSchema(name, DataType.Int64) },
    };

    /// <summary>A document of the partitioned collection: of January, February, March or no month in turn.</summary>
    public static Document PartitionedDocument(int i, string name) => new(i)
    {
        ["day"] = i % 4 == 3 ? null : new DateOnly(2026, 1 + (i % 4), 1 + i),
        [name] = (long)i * 7,
    };

    private static readonly string[] IndexedTexts = ["one fox", "two foxes and a fox", "no such animal", ""];

    public static Document IndexedDocument(int i)
    {
        float[] vector = [.. Enumerable.Range(0, Dimensions).Select(element => Element(i, element))];
        return new Document(i)
        {
            ["words"] = $"text {i} of {IndexedTexts[i % IndexedTexts.Length]}",
            ["coded"] = new ReadOnlyMemory<float>(vector),
            ["grouped"] = new ReadOnlyMemory<float>(vector),
            ["terms"] = i % 5 == 0 ? null : new SparseVector([(uint)(i % 7), 100u + (uint)(i % 3)], [1 + (i / 4f), -2]),
            ["bits"] = i % 6 == 0 ? (object?)null : new ReadOnlyMemory<byte>([(byte)i, (byte)(i % 16)]),
        };
    }

    public static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"ключ {i:D3}");

    /// <summary>Document <paramref name="i"/> as it was written for the <paramref name="revision"/>-th time.</summary>
    public static Document Document(int i, int revision)
    {
        int seed = (i * 31) + (revision * 7);
        var document = new Document(Key(i))
        {
            ["number"] = (i * 1000) + revision,
            ["text"] = i % 4 == 0 ? null : $"text {i} of revision {revision}",
        };
        for (int number = 1; number <= ScalarTypes; number++)
        {
            var type = (DataType)number;
            document[type.ToString()] = (seed + number) % 6 == 0 ? null : Value(type, seed);
            document[type + "Array"] = (seed + number) % 7 == 0 ? null : Array(type, seed);
        }

        document["floats"] = new ReadOnlyMemory<float>([.. Enumerable.Range(0, Dimensions).Select(element => Element(seed, element))]);
        document["halves"] = i % 3 == 0 ? (object?)null : new ReadOnlyMemory<Half>([(Half)(seed + 1), (Half)0.5f, (Half)(-3)]);
        document["bytes"] = i % 5 == 0 ? (object?)null : new ReadOnlyMemory<sbyte>([(sbyte)(seed % 128), -128, 127, 0, (sbyte)(i % 3)]);
        return document;
    }

    public static DocumentKey SmallKey(KeyType type, int i) => type switch
    {
        KeyType.String => new DocumentKey($"k{i}"),
        KeyType.Int32 => new DocumentKey(i - 3),
        KeyType.Int64 => new DocumentKey(long.MinValue + i),
        KeyType.UInt64 => new DocumentKey(ulong.MaxValue - (ulong)i),
        _ => new DocumentKey(new Guid(i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
    };

    public static Document SmallDocument(KeyType type, int i) => new(SmallKey(type, i))
    {
        ["n"] = (long)i * i,
        ["v"] = i % 2 == 0 ? (object?)null : new ReadOnlyMemory<float>([i, -i]),
    };

    public static float Element(int seed, int element) => ((((seed + 3) * (element + 5) * 7919) % 1999) - 1000) / 64f;

    private static FieldSchema Field(DataType type)
    {
        bool indexed = (int)type % 2 == 0 && type is not (DataType.Binary or DataType.BinaryArray);
        return new FieldSchema(type.ToString(), type) { Nullable = true, Index = indexed ? new InvertedIndexOptions() : null };
    }

    private static object Value(DataType type, int n) => type switch
    {
        DataType.Bool => n % 2 == 0,
        DataType.Int8 => (sbyte)((n % 256) - 128),
        DataType.UInt8 => (byte)(n % 256),
        DataType.Int16 => (short)(n - 1000),
        DataType.UInt16 => (ushort)(n + 60_000),
        DataType.Int32 => int.MinValue + n,
        DataType.UInt32 => uint.MaxValue - (uint)n,
        DataType.Int64 => long.MinValue + n,
        DataType.UInt64 => ulong.MaxValue - (ulong)n,
        DataType.Float32 => n % 5 == 0 ? float.NegativeInfinity : n / 8f,
        DataType.Float64 => n % 5 == 0 ? double.NaN : -n / 3d,
        DataType.Decimal => new decimal(n, 1, 0, n % 2 == 0, (byte)(n % 29)),
        DataType.String => n % 5 == 0 ? "" : $"zeile {n} ünï 🎈 \u0001",
        DataType.Binary => new byte[] { (byte)n, 0, 255 },
        DataType.DateTime => new DateTime(638_000_000_000_000_000 + n, (DateTimeKind)(n % 3)),
        DataType.DateTimeOffset => new DateTimeOffset(638_000_000_000_000_000 + n, TimeSpan.FromMinutes((n % 5) - 2)),
        DataType.DateOnly => DateOnly.FromDayNumber(700_000 + n),
        DataType.TimeOnly => new TimeOnly(863_000_000_000 + n),
        _ => new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    };

    /// <summary>None to three elements, of which one is null where the seed is a multiple of 4.</summary>
    private static Array Array(DataType type, int seed)
    {
        object[] values = [.. Enumerable.Range(0, seed % 4).Select(element => Value(type, seed + element))];
        bool hasNull = seed % 4 != 0 && seed % 3 == 0;
        Type clr = Value(type, 1).GetType();
        var array = System.Array.CreateInstance(hasNull && clr.IsValueType ? typeof(Nullable<>).MakeGenericType(clr) : clr, values.Length);
        for (int element = 0; element < values.Length; element++)
            array.SetValue(hasNull && element == 0 ? null : values[element], element);
        return array;
    }
}
