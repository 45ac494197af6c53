using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Partitions;

/// <summary>The same documents in a partitioned collection and in one collection, whose answers must be the same.</summary>
internal sealed class PartitionedPair : IDisposable
{
    public const int Dimensions = 8;

    private static readonly string?[] Tenants = ["ant", "bee", "(cat)", "dog", null];
    private static readonly string[] Words = ["red", "fox", "jumps", "over", "lazy", "dog", "blue", "sea", "stone", "cloud", "tree", "wind"];

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random;

    public PartitionedPair(PartitionBy by, int seed, PartitionedCollectionOptions? options = null)
    {
        _random = new Random(seed);
        Options = options ?? new PartitionedCollectionOptions { Partition = PartitionOptions, MaxOpenPartitions = 3, SearchThreads = 2 };
        Parts = PartitionedCollection.Create(_folder["parts"], Schema, by, Options);
        Whole = Collection.Create(_folder["whole"], Schema, PartitionOptions);
    }

    public static CollectionOptions PartitionOptions => new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    public static CollectionSchema Schema => new("pairs")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("tenant", DataType.String) { Nullable = true, Index = new InvertedIndexOptions() },
            new FieldSchema("time", DataType.DateTime) { Nullable = true },
            new FieldSchema("number", DataType.Int32),
            new FieldSchema("text", DataType.String) { Index = new TextIndexOptions() },
        },
        Vectors =
        {
            new VectorSchema("near", VectorType.Float32, Dimensions) { Index = new HnswIndexOptions { Metric = Metric.L2 } },
            new VectorSchema("like", VectorType.Float32, Dimensions) { Index = new FlatIndexOptions { Metric = Metric.InnerProduct } },
        },
    };

    public PartitionedCollectionOptions Options { get; }

    public PartitionedCollection Parts { get; private set; }

    public Collection Whole { get; }

    public string Folder => _folder["parts"];

    public string this[string name] => _folder[name];

    public Random Random => _random;

    public void Reopen()
    {
        Parts.Dispose();
        Parts = PartitionedCollection.Open(Folder, Options);
    }

    public void Close() => Parts.Dispose();

    public float[] Vector() => [.. Enumerable.Range(0, Dimensions).Select(_ => (_random.NextSingle() * 2) - 1)];

    public Document Document(int key) => new(key)
    {
        ["tenant"] = Tenants[_random.Next(Tenants.Length)],
        ["time"] = _random.Next(10) == 0 ? null : new DateTime(2026, 1, 1).AddHours(_random.Next(24 * 120)),
        ["number"] = _random.Next(20),
        ["text"] = string.Join(' ', Enumerable.Range(0, 1 + _random.Next(12)).Select(_ => Words[_random.Next(Words.Length)])),
        ["near"] = Vector(),
        ["like"] = Vector(),
    };

    /// <summary>Does something to both, and checks that both say the same of it.</summary>
    public async Task StepAsync(int keys)
    {
        int[] some = [.. Enumerable.Range(0, 1 + _random.Next(20)).Select(_ => _random.Next(keys))];
        switch (_random.Next(6))
        {
            case 0:
                Document[] inserted = [.. some.Select(Document)];
                Assert.Equal(await Whole.InsertAsync(inserted), await Parts.InsertAsync(inserted));
                break;
            case 1 or 2:
                Document[] upserted = [.. some.Select(Document)];
                Assert.Equal(await Whole.UpsertAsync(upserted), await Parts.UpsertAsync(upserted));
                break;
            case 3:
                Document[] updated = [.. some.Select(Partial)];
                Assert.Equal(await Whole.UpdateAsync(updated), await Parts.UpdateAsync(updated));
                break;
            case 4:
                DocumentKey[] deleted = [.. some.Take(4).Select(key => new DocumentKey(key))];
                Assert.Equal(await Whole.DeleteAsync(deleted), await Parts.DeleteAsync(deleted));
                break;
            default:
                Filter filter = Filter.And(Filters().First(), Filter.Equal("number", _random.Next(20)));
                Assert.Equal(await Whole.DeleteAsync(filter), await Parts.DeleteAsync(filter));
                break;
        }
    }

    /// <summary>Filters that partitions are pruned by, and others.</summary>
    public IEnumerable<Filter> Filters()
    {
        while (true)
            yield return Random2(depth: 2);
    }

    public void Dispose()
    {
        Parts.Dispose();
        Whole.Dispose();
        _folder.Dispose();
    }

    private Document Partial(int key)
    {
        Document document = Document(key);
        var partial = new Document(key);
        foreach ((string name, object? value) in document)
        {
            if (_random.Next(2) == 0)
                partial[name] = value;
        }

        return partial;
    }

    private Filter Random2(int depth)
    {
        DateTime time = new DateTime(2026, 1, 1).AddDays(_random.Next(-5, 125));
        switch (_random.Next(depth > 0 ? 13 : 10))
        {
            case 0:
                return Filter.Equal("tenant", Tenants[_random.Next(4)]!);
            case 1:
                return Filter.In("tenant", [Tenants[_random.Next(5)], "none", Tenants[_random.Next(5)]]);
            case 2:
                return Filter.LessThan("tenant", "bf");
            case 3:
                return Filter.Like("tenant", "%a%");
            case 4:
                return Filter.And(Filter.GreaterThanOrEqual("time", time), Filter.LessThan("time", time.AddDays(_random.Next(60))));
            case 5:
                return Filter.IsNull(_random.Next(2) == 0 ? "tenant" : "time");
            case 6:
                return $"time <= '{time:s}' or tenant != 'ant'";
            case 7:
                return Filter.In("id", [_random.Next(50), _random.Next(50)]);
            case 8:
                return Filter.LessThan("number", _random.Next(20));
            case 9:
                return Filter.Equal("time", time);
            case 10:
                return Filter.Not(Random2(depth - 1));
            case 11:
                return Filter.Or(Random2(depth - 1), Random2(depth - 1));
            default:
                return Filter.And(Random2(depth - 1), Random2(depth - 1));
        }
    }
}
