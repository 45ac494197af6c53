using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>What the writers of a collection do: each call follows from the seed, the writer and the number of the call alone, so that two
/// processes agree on it without talking. Each writer owns a range of keys.</summary>
/// <param name="seed">What the calls follow from.</param>
/// <param name="grows">Whether most documents are new ones, so that the collection grows without end; otherwise it grows slowly, until each
/// writer has used <see cref="MostKeys"/> keys.</param>
internal sealed class WriterScript(int seed, bool grows = false)
{
    private const long KeysPerWriter = 1_000_000;
    private const int FirstKeys = 60;
    private const int MostKeys = 1_500;
    private const int NewKeysPerCall = 20;

    public static CollectionSchema Schema => new("script")
    {
        Key = KeyType.Int64,
        Fields =
        {
            new FieldSchema("writer", DataType.Int32) { Index = new InvertedIndexOptions() },
            new FieldSchema("call", DataType.Int64),
            new FieldSchema("year", DataType.Int32) { Index = new InvertedIndexOptions() },
            new FieldSchema("word", DataType.String) { Nullable = true, Index = new InvertedIndexOptions() },
            new FieldSchema("weight", DataType.Float64),
            new FieldSchema("tags", DataType.StringArray) { Nullable = true },
        },
        Vectors =
        {
            new VectorSchema("embedding", VectorType.Float32, ScriptDocument.Dimensions)
            {
                Index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 100, EfConstruction = 64 },
            },
            new VectorSchema("second", VectorType.Float32, 3) { Nullable = true, Index = new FlatIndexOptions { Metric = Metric.L2 } },
        },
    };

    /// <summary>The writer that owns a key.</summary>
    public static int OwnerOf(long key) => (int)(key / KeysPerWriter);

    /// <summary>The first key of a writer's.</summary>
    public static long FirstKeyOf(int writer) => writer * KeysPerWriter;

    /// <summary>The call of a number, counted from 0, of a writer.</summary>
    public ScriptCall Call(int writer, long number)
    {
        var random = new Random(Mix(writer, number));
        long firstKey = FirstKeyOf(writer);
        int keys = (int)(FirstKeys + (grows ? number * NewKeysPerCall : Math.Min(MostKeys, number / 2)));
        switch (random.Next(200))
        {
            case < 60:
                return Documents(ScriptCallKind.Insert);
            case < 115:
                return Documents(ScriptCallKind.Upsert);
            case < 150:
                return Documents(ScriptCallKind.Update);
            case < 190:
                return new ScriptCall(
                    ScriptCallKind.DeleteByKey, [], [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomKey())], default);
            case < 194:
                return new ScriptCall(ScriptCallKind.DeleteByYear, [], [], (writer, random.Next(1990, 2010)));
            case < 197:
                return new ScriptCall(ScriptCallKind.Flush, [], [], default);
            case < 199:
                return new ScriptCall(ScriptCallKind.Optimize, [], [], default);
            default:
                return new ScriptCall(ScriptCallKind.CreateIndex, [], [], default);
        }

        long RandomKey() => firstKey + random.Next(keys);

        ScriptCall Documents(ScriptCallKind kind) => new(
            kind,
            [
                .. Enumerable.Range(0, BatchSize(random)).Select(_ =>
                    (RandomKey(), ScriptDocument.Random(random, writer, number), (ScriptChanges)random.Next((int)ScriptChanges.All + 1))),
            ],
            [],
            default);
    }

    /// <summary>Mostly a few documents, now and then many.</summary>
    private static int BatchSize(Random random) => random.Next(16) switch
    {
        < 6 => 1,
        < 13 => random.Next(2, 12),
        < 15 => random.Next(20, 60),
        _ => random.Next(100, 250),
    };

    /// <summary>A seed of which neighbouring calls share nothing.</summary>
    private int Mix(int writer, long number)
    {
        ulong mixed =
            ((ulong)(uint)seed * 0x9E3779B97F4A7C15) ^ ((ulong)writer * 0xC2B2AE3D27D4EB4F) ^ ((ulong)number * 0x165667B19E3779F9);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) & int.MaxValue);
    }
}
