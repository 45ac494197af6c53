using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Collections;

namespace Zvec.Engine.Tests.Backups;

/// <summary>A collection that takes random writes, and the model of what it holds.</summary>
internal sealed class BackedUpCollection : IDisposable
{
    public const int Keys = 300;

    private readonly IFileSystem _fileSystem;
    private readonly string _path;
    private readonly CollectionOptions _options;

    public BackedUpCollection(IFileSystem fileSystem, string path, int seed, bool background = false)
    {
        _fileSystem = fileSystem;
        _path = path;
        Random = new Random(seed);
        _options = new CollectionOptions
        {
            MutableSegmentBytes = 64 << 10,
            BackgroundMaintenance = background,
            Durability = Durability.Buffered,
        };
        var index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 40, EfConstruction = 32 };
        Collection = CollectionOpener.Create(fileSystem, path, CollectionModel.Schema(index), _options);
    }

    public Random Random { get; }

    public Collection Collection { get; private set; }

    /// <summary>What the collection holds.</summary>
    public SortedDictionary<int, ModelDocument> Documents { get; } = [];

    public SortedDictionary<int, ModelDocument> Copy() => new(Documents);

    public async Task UpsertAsync(int count)
    {
        (int Key, ModelDocument Document)[] batch =
            [.. Enumerable.Range(0, count).Select(_ => (Random.Next(Keys), CollectionModel.RandomDocument(Random)))];
        foreach ((int key, ModelDocument document) in batch)
            Documents[key] = document;
        await Collection.UpsertAsync(batch.Select(one => CollectionModel.ToDocument(one.Key, one.Document)));
    }

    public async Task DeleteAsync(int count)
    {
        int[] keys = [.. Enumerable.Range(0, count).Select(_ => Random.Next(Keys))];
        foreach (int key in keys)
            Documents.Remove(key);
        await Collection.DeleteAsync(keys.Select(key => new DocumentKey(key)));
    }

    /// <summary>Two segments on disk, one with a graph, deleted rows in one and documents in memory.</summary>
    public async Task FillAsync()
    {
        await UpsertAsync(60);
        await Collection.OptimizeAsync();
        await UpsertAsync(20);
        await Collection.FlushAsync();
        await DeleteAsync(10);
        await UpsertAsync(5);
    }

    public void Reopen()
    {
        Collection.Dispose();
        Collection = CollectionOpener.Open(_fileSystem, _path, _options);
    }

    public void Dispose() => Collection.Dispose();

    /// <summary>Whether the collection at a path, opened for reading, holds exactly these documents, in every way of asking.</summary>
    public static bool Holds(IFileSystem fileSystem, string path, SortedDictionary<int, ModelDocument> expected)
    {
        using Collection collection = CollectionOpener.Open(fileSystem, path, new CollectionOptions { ReadOnly = true });
        return Holds(collection, expected);
    }

    public static bool Holds(Collection collection, SortedDictionary<int, ModelDocument> expected)
    {
        Dictionary<int, ModelDocument> found = collection.Scan().ToDictionary(one => (int)one.Key.Value, CollectionModel.FromDocument);
        bool isSame = found.Count == expected.Count
            && collection.GetStatistics().Documents == expected.Count
            && expected.All(entry => found.TryGetValue(entry.Key, out ModelDocument? document) && document.IsSameAs(entry.Value));
        if (!isSame || expected.Count == 0)
            return isSame;
        var model = new CollectionModel();
        foreach ((int key, ModelDocument document) in expected)
            model.Documents.Add(key, document);
        float[] query = expected.First().Value.Embedding;
        int[] nearest = [.. model.Nearest(query, document => document.Year < 2005).Take(5).Select(hit => hit.Key)];
        int[] hits = [.. collection.Search(new VectorQuery("embedding", query) { Top = 5, Ef = 2 * Keys, Filter = "year < 2005" })
            .Select(hit => (int)hit.Key.Value)];
        return nearest.SequenceEqual(hits)
            && expected.All(entry => CollectionModel.FromDocument(collection.Fetch(entry.Key)!).IsSameAs(entry.Value));
    }

    /// <summary>The bytes of all files below a folder but the lock, to see whether anything changed.</summary>
    public static SortedDictionary<string, byte[]> Contents(IFileSystem fileSystem, string folder)
    {
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string file in fileSystem.GetFiles(folder).Where(file => Path.GetFileName(file) != "LOCK"))
            contents.Add(file, fileSystem.ReadAllBytes(file));
        foreach (string inner in fileSystem.GetDirectories(folder))
        {
            contents.Add(inner, []);
            foreach ((string file, byte[] bytes) in Contents(fileSystem, inner))
                contents.Add(file, bytes);
        }

        return contents;
    }

    public static bool AreSame(SortedDictionary<string, byte[]> one, SortedDictionary<string, byte[]> other) =>
        one.Keys.SequenceEqual(other.Keys) && one.All(file => file.Value.AsSpan().SequenceEqual(other[file.Key]));
}
