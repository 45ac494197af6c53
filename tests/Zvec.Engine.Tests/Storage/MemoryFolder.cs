namespace Zvec.Engine.Tests.Storage;

/// <summary>A folder of <see cref="MemoryFileSystem"/>: its entries now, and all that each has been since the folder was last
/// synced.</summary>
internal sealed class MemoryFolder
{
    private readonly Dictionary<string, object> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<object?>> _unsynced = new(StringComparer.Ordinal);

    /// <summary>Files and folders by name.</summary>
    public IReadOnlyDictionary<string, object> Entries => _entries;

    /// <summary>What the changed entries may be after a power cut: first what was synced, last what there is now; null for
    /// nothing.</summary>
    public IReadOnlyDictionary<string, List<object?>> Unsynced => _unsynced;

    /// <summary>Puts a file or folder under a name, or takes away what is there.</summary>
    public void Set(string name, object? entry)
    {
        if (!_unsynced.TryGetValue(name, out List<object?>? history))
            _unsynced.Add(name, history = [_entries.GetValueOrDefault(name)]);
        history.Add(entry);
        if (entry is null)
            _entries.Remove(name);
        else
            _entries[name] = entry;
    }

    public void Sync() => _unsynced.Clear();

    /// <summary>Sets an entry durably, in a folder that is being made.</summary>
    public void Restore(string name, object? entry, IEnumerable<object?>? unsynced = null)
    {
        if (entry is not null)
            _entries[name] = entry;
        if (unsynced is not null)
            _unsynced[name] = [.. unsynced];
    }
}
