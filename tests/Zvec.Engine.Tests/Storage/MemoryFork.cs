namespace Zvec.Engine.Tests.Storage;

/// <summary>Copies the folders of a <see cref="MemoryFileSystem"/> with all that is known of what is durable.</summary>
internal sealed class MemoryFork
{
    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);

    public MemoryFolder Copy(MemoryFolder folder) => (MemoryFolder)Copy((object)folder)!;

    public MemoryRename Copy(MemoryRename rename) =>
        new(Copy(rename.From), rename.Source, Copy(rename.To), rename.Target, Copy(rename.What)!);

    private object? Copy(object? entry)
    {
        if (entry is null)
            return null;
        if (_copies.TryGetValue(entry, out object? known))
            return known;
        if (entry is MemoryFile file)
        {
            MemoryFile forked = file.Fork();
            _copies.Add(file, forked);
            return forked;
        }

        var folder = (MemoryFolder)entry;
        var copy = new MemoryFolder();
        _copies.Add(folder, copy);
        foreach ((string name, object one) in folder.Entries)
            copy.Restore(name, Copy(one));
        foreach ((string name, List<object?> history) in folder.Unsynced)
            copy.Restore(name, folder.Entries.TryGetValue(name, out object? now) ? Copy(now) : null, history.Select(Copy));
        return copy;
    }
}
