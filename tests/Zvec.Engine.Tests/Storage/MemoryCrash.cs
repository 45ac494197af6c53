namespace Zvec.Engine.Tests.Storage;

/// <summary>Copies the folders of a <see cref="MemoryFileSystem"/> as a power cut leaves them.</summary>
/// <param name="random">Decides what is kept of what was not synced; null to keep none of it.</param>
internal sealed class MemoryCrash(Random? random)
{
    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<MemoryFolder, Dictionary<string, object?>> _kept = [];

    /// <summary>Copies a folder with all that is in it.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="renames">The renames whose new names may not be durable, in order.</param>
    public MemoryFolder Copy(MemoryFolder root, IEnumerable<MemoryRename> renames)
    {
        Choose(root);
        foreach (MemoryRename rename in renames)
            KeepUnderOneName(rename);
        return Copy(root);
    }

    private void Choose(MemoryFolder folder)
    {
        if (_kept.ContainsKey(folder))
            return;
        var kept = new Dictionary<string, object?>(StringComparer.Ordinal);
        _kept.Add(folder, kept);
        foreach ((string name, List<object?> history) in folder.Unsynced)
            kept.Add(name, random is null ? history[0] : history[random.Next(history.Count)]);
        IEnumerable<object?> all = folder.Entries.Values.Concat(folder.Unsynced.Values.SelectMany(history => history));
        foreach (MemoryFolder inner in all.OfType<MemoryFolder>().ToArray())
            Choose(inner);
    }

    /// <summary>A file that was durable under its old name is there under the old or the new one.</summary>
    private void KeepUnderOneName(MemoryRename rename)
    {
        bool isLive = ReferenceEquals(rename.To.Entries.GetValueOrDefault(rename.Target), rename.What);
        if (!isLive
            || !_kept.TryGetValue(rename.To, out Dictionary<string, object?>? target)
            || !target.TryGetValue(rename.Target, out object? chosen)
            || ReferenceEquals(chosen, rename.What))
        {
            return;
        }

        if (!_kept.TryGetValue(rename.From, out Dictionary<string, object?>? source) || !source.ContainsKey(rename.Source))
            target[rename.Target] = rename.What; // the old name is gone for good
        else if (ReferenceEquals(rename.From.Unsynced[rename.Source][0], rename.What))
            source[rename.Source] = rename.What;
    }

    private MemoryFolder Copy(MemoryFolder folder)
    {
        if (_copies.TryGetValue(folder, out object? known))
            return (MemoryFolder)known;
        var copy = new MemoryFolder();
        _copies.Add(folder, copy);
        Dictionary<string, object?> kept = _kept[folder];
        foreach ((string name, object entry) in folder.Entries)
        {
            if (!kept.ContainsKey(name))
                copy.Restore(name, Copy(entry));
        }

        foreach ((string name, object? entry) in kept)
            copy.Restore(name, entry is null ? null : Copy(entry));
        return copy;
    }

    private object Copy(object entry)
    {
        if (entry is MemoryFolder folder)
            return Copy(folder);
        if (!_copies.TryGetValue(entry, out object? copy))
            _copies.Add(entry, copy = ((MemoryFile)entry).AfterCrash(random));
        return copy;
    }
}
