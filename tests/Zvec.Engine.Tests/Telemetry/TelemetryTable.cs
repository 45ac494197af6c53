using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Telemetry;

/// <summary>A small collection with an index of every sort that measures have something to say of.</summary>
internal static class TelemetryTable
{
    public const string Root = "/disk";
    public const string Folder = "/disk/c";
    public static readonly CollectionOptions Quiet = new() { BackgroundMaintenance = false };

    public static CollectionSchema Schema(string name) => new(name)
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("n", DataType.Int32) { Index = new InvertedIndexOptions() },
            new FieldSchema("text", DataType.String) { Index = new TextIndexOptions { Stemmer = TextStemmer.English } },
        },
        Vectors =
        {
            new VectorSchema("v", VectorType.Float32, 4)
            {
                Index = new HnswIndexOptions { Metric = Metric.L2, M = 8, EfConstruction = 40 },
            },
        },
    };

    public static Document ToDocument(int key) => new(key)
    {
        ["n"] = key % 7,
        ["text"] = $"word{key % 5} common",
        ["v"] = new float[] { key, key % 3, 1, 0 },
    };

    public static Collection Create(MemoryFileSystem disk, string name, CollectionOptions? options = null) =>
        CollectionOpener.Create(disk, Folder, Schema(name), options ?? Quiet);

    public static Task FillAsync(Collection collection, int count) =>
        collection.UpsertAsync(Enumerable.Range(0, count).Select(ToDocument), TestContext.Current.CancellationToken);
}
