namespace Zvec.Engine.Tests.Storage;

/// <summary>A folder of <see cref="MemoryFileSystem"/>: its entries now, and those at its last sync.</summary>
internal sealed class MemoryFolder
{
    private Dictionary<string, object> _synced = new(StringComparer.Ordinal);

    /// <summary>Files and folders by name.</summary>
    public Dictionary<string, object> Entries { get; } = new(StringComparer.Ordinal);

    public void Sync() => _synced = new Dictionary<string, object>(Entries, StringComparer.Ordinal);

    public MemoryFolder AfterCrash(Random? random)
    {
        var after = new MemoryFolder();
        foreach ((string name, object entry) in random is not null && random.Next(2) == 0 ? Entries : _synced)
            after.Entries.Add(name, entry is MemoryFolder folder ? folder.AfterCrash(random) : ((MemoryFile)entry).AfterCrash(random));
        after.Sync();
        return after;
    }
}
