using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>A collection of a few segments on a disk in memory, on which nothing happens in the background: each call does the same
/// operations every time.</summary>
internal static class SmallCollection
{
    public const string Path = "/data/small";

    private const int Dimensions = 8;

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, MaintenanceThreads = 1 };

    public static CountingFileSystem NewDisk() => new(new MemoryFileSystem("/data"));

    public static Collection Create(IFileSystem disk) => CollectionOpener.Create(disk, Path, Schema(), Options);

    public static Collection Open(IFileSystem disk, bool readOnly = false) => CollectionOpener.Open(
        disk, Path, new CollectionOptions { BackgroundMaintenance = false, MaintenanceThreads = 1, ReadOnly = readOnly });

    public static bool Exists(IFileSystem disk) => new ManifestStore(disk, new CollectionFiles(Path)).Exists;

    /// <summary>Fills it: segments on disk with deleted documents, and documents in memory.</summary>
    public static async Task FillAsync(Collection collection, int segments = 3, int rows = 120)
    {
        for (int segment = 0; segment <= segments; segment++)
        {
            await collection.UpsertAsync(Enumerable.Range(segment * rows, rows).Select(Document));
            if (segment < segments)
                await collection.FlushAsync();
        }

        await collection.DeleteAsync($"number < {rows / 10} or number = {rows + 1}");
    }

    /// <summary>Keys and numbers of all documents, in order.</summary>
    public static IReadOnlyList<string> Contents(Collection collection) =>
    [
        .. collection.Scan()
            .OrderBy(document => (int)document.Key.Value)
            .Select(document => $"{document.Key}: {document["number"]}, {document["text"]}, "
                + string.Join(" ", document.Get<ReadOnlyMemory<float>>("vector").ToArray())),
    ];

    /// <summary>All files of the collection.</summary>
    public static IReadOnlyList<string> Files(IFileSystem disk) => [.. FilesIn(disk, Path).Order(StringComparer.Ordinal)];

    public static Document Document(int number) => new(number)
    {
        ["number"] = number,
        ["text"] = $"text {number % 7}",
        ["vector"] = Enumerable.Range(0, Dimensions).Select(i => (float)((number * (i + 3)) % 101)).ToArray(),
    };

    private static CollectionSchema Schema() => new("small")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("number", DataType.Int32) { Index = new InvertedIndexOptions() },
            new FieldSchema("text", DataType.String) { Nullable = true },
        },
        Vectors =
        {
            new VectorSchema("vector", VectorType.Float32, Dimensions)
            {
                Index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 50, EfConstruction = 20 },
            },
        },
    };

    private static IEnumerable<string> FilesIn(IFileSystem disk, string folder) =>
        disk.GetFiles(folder).Concat(disk.GetDirectories(folder).SelectMany(inner => FilesIn(disk, inner)));
}
