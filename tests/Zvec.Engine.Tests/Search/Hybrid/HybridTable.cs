using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Search.Hybrid;

/// <summary>A collection of random documents with two vectors, and the same documents as a plain list, which answers by sorting.</summary>
internal sealed class HybridTable : IDisposable
{
    public const int Rows = 400;

    private const int WideDimensions = 8;
    private const int NarrowDimensions = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<int, (float[] Wide, float[]? Narrow)> _model = [];
    private readonly Random _random = new(11);

    public HybridTable()
    {
        var schema = new CollectionSchema("pairs")
        {
            Key = KeyType.Int32,
            Fields = { new FieldSchema("number", DataType.Int32), new FieldSchema("name", DataType.String) },
            Vectors =
            {
                new VectorSchema("wide", VectorType.Float32, WideDimensions) { Index = new HnswIndexOptions { Metric = Metric.Cosine } },
                new VectorSchema("narrow", VectorType.Float32, NarrowDimensions)
                {
                    Index = new FlatIndexOptions { Metric = Metric.InnerProduct }, Nullable = true,
                },
            },
        };
        Collection = Collection.Create(_folder["pairs"], schema, Options);
    }

    public Collection Collection { get; private set; }

    private static CollectionOptions Options => new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    /// <summary>Fills it: some documents sealed, some in memory, some replaced, some deleted.</summary>
    public static HybridTable Filled()
    {
        var table = new HybridTable();
        table.Upsert(Enumerable.Range(0, Rows / 2));
        table.Collection.FlushAsync().GetAwaiter().GetResult();
        table.Upsert(Enumerable.Range(Rows / 2, Rows / 2));
        table.Upsert(Enumerable.Range(0, Rows).Where(key => key % 7 == 0));
        table.Delete(Enumerable.Range(0, Rows).Where(key => key % 11 == 0));
        return table;
    }

    public void Upsert(IEnumerable<int> keys)
    {
        foreach (int key in keys)
            _model[key] = (Vector(WideDimensions), key % 5 == 0 ? null : Vector(NarrowDimensions));
        Collection.UpsertAsync(keys.Select(key => new Document(key)
        {
            ["number"] = key % 10,
            ["name"] = $"n{key}",
            ["wide"] = _model[key].Wide,
            ["narrow"] = _model[key].Narrow,
        })).GetAwaiter().GetResult();
    }

    public void Delete(IEnumerable<int> keys)
    {
        foreach (int key in keys)
            _model.Remove(key);
        Collection.DeleteAsync(keys.Select(key => (DocumentKey)key)).GetAwaiter().GetResult();
    }

    public void Reopen()
    {
        string path = Collection.Path;
        Collection.Dispose();
        Collection = Collection.Open(path, Options);
    }

    public float[] RandomWide() => Vector(WideDimensions);

    public float[] RandomNarrow() => Vector(NarrowDimensions);

    /// <summary>The nearest keys by the cosine distance of the wide vectors.</summary>
    public (int Key, double Score)[] ByWide(float[] vector, int count, Func<int, bool> accept) =>
        [.. _model.Where(entry => accept(entry.Key)).Select(entry => (entry.Key, Score: Cosine(vector, entry.Value.Wide)))
            .OrderBy(entry => entry.Score).Take(count)];

    /// <summary>The nearest keys by the inner product of the narrow vectors, of those that have one.</summary>
    public (int Key, double Score)[] ByNarrow(float[] vector, int count, Func<int, bool> accept) =>
        [.. _model.Where(entry => accept(entry.Key) && entry.Value.Narrow is not null)
            .Select(entry => (entry.Key, Score: Product(vector, entry.Value.Narrow!))).OrderByDescending(entry => entry.Score).Take(count)];

    public void Dispose()
    {
        Collection.Dispose();
        _folder.Dispose();
    }

    private static double Product(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private static double Cosine(float[] left, float[] right) =>
        1 - (Product(left, right) / Math.Sqrt(Product(left, left) * Product(right, right)));

    private float[] Vector(int dimensions) => [.. Enumerable.Range(0, dimensions).Select(_ => _random.NextSingle() - 0.5f)];
}
