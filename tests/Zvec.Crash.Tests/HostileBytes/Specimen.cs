using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>A collection to be damaged: its files, older generations of them, and what it must answer.</summary>
internal sealed class Specimen
{
    public const string Root = "/data/c";

    private readonly MemoryFileSystem _disk = new("/data");
    private readonly SortedDictionary<string, string> _model = new(StringComparer.Ordinal);
    private readonly HashSet<string> _acknowledged = [""];

    public Specimen(CollectionSchema schema)
    {
        Collection = CollectionOpener.Create(_disk, Root, schema, new CollectionOptions { BackgroundMaintenance = false });
        Remember();
    }

    public Collection Collection { get; private set; }

    /// <summary>The files at the end, by path.</summary>
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What files held earlier, by path.</summary>
    public Dictionary<string, List<byte[]>> Older { get; } = [];

    /// <summary>What the whole collection answers.</summary>
    public string Answers { get; private set; } = "";

    /// <summary>The documents at the end, as text.</summary>
    public string Documents => Text(_model);

    /// <summary>The documents after each acknowledged call, as text.</summary>
    public IReadOnlySet<string> Acknowledged => _acknowledged;

    public async Task PutAsync(params Document[] documents)
    {
        await Collection.UpsertAsync(documents);
        foreach (Document document in documents)
            _model[document.Key.ToString()] = DocumentText.Of(document);
        Remember();
    }

    public async Task DeleteAsync(params DocumentKey[] keys)
    {
        await Collection.DeleteAsync(keys);
        foreach (DocumentKey key in keys)
            _model.Remove(key.ToString());
        Remember();
    }

    public async Task DoAsync(Func<Collection, Task> work)
    {
        await work(Collection);
        Remember();
    }

    /// <summary>Closes the collection and takes its files and answers.</summary>
    public void Finish()
    {
        Collection.Dispose();
        foreach (string path in Paths(_disk))
            Files.Add(path, _disk.ReadAllBytes(path));
        using Collection opened = CollectionOpener.Open(NewDisk(), Root, new CollectionOptions { ReadOnly = true });
        Answers = Observation.Of(opened);
        Assert.Equal(Documents, Observation.DocumentsOf(opened));
        Assert.True(Collection.Verify(NewDisk(), Root) is { IsIntact: true } report && report.Documents == _model.Count);
    }

    /// <summary>A disk with the collection on it.</summary>
    public MemoryFileSystem NewDisk()
    {
        var disk = new MemoryFileSystem("/data");
        foreach ((string path, byte[] bytes) in Files)
        {
            disk.CreateDirectory(Path.GetDirectoryName(path)!);
            disk.Put(path, bytes);
        }

        return disk;
    }

    private static string Text(SortedDictionary<string, string> model) => string.Join('\n', model.Values);

    private static IEnumerable<string> Paths(MemoryFileSystem disk) =>
        disk.GetFiles(Root)
            .Concat(disk.GetFiles(Root + "/wal"))
            .Concat(disk.GetDirectories(Root + "/segments").SelectMany(disk.GetFiles));

    private void Remember()
    {
        _acknowledged.Add(Text(_model));
        foreach (string path in Paths(_disk))
        {
            if (!Older.TryGetValue(path, out List<byte[]>? versions))
                Older.Add(path, versions = []);
            byte[] now = _disk.ReadAllBytes(path);
            if (versions.Count == 0 || !versions[^1].AsSpan().SequenceEqual(now))
                versions.Add(now);
        }
    }
}
