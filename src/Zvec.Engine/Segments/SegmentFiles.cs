using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>The files of a sealed segment, mapped until the segment goes.</summary>
/// <param name="fileSystem">Where the files are.</param>
/// <param name="folder">The segment's folder.</param>
internal sealed class SegmentFiles(IFileSystem fileSystem, string folder)
{
    private readonly Lock _lock = new();
    private readonly List<SectionFileReader> _named = [];
    private readonly List<SectionFileReader> _forgotten = []; // no longer named, and still read by older snapshots

    /// <summary>Those that a manifest may name, by name.</summary>
    public IReadOnlyDictionary<string, SegmentFile> Named
    {
        get
        {
            lock (_lock)
                return _named.ToDictionary(file => Path.GetFileName(file.Path), file => new SegmentFile(file.Length, file.Checksum));
        }
    }

    /// <summary>The file with a name.</summary>
    public SectionFileReader Find(string name)
    {
        lock (_lock)
            return _named.Single(file => Path.GetFileName(file.Path) == name);
    }

    /// <summary>Opens a file whose content is checked by whoever reads it; one that does not pass is as if never opened.</summary>
    public T Open<T>(
        string name, FileKind kind, ushort newestVersion, SegmentRecord? record, bool verify, Func<SectionFileReader, T> read)
    {
        SectionFileReader file = Open(name, kind, newestVersion, record, verify);
        try
        {
            return read(file);
        }
        catch
        {
            lock (_lock)
                _named.Remove(file);
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What it has to be.</param>
    /// <param name="newestVersion">The newest version of that kind that can be read.</param>
    /// <param name="record">What the manifest says of the segment; null for a file written just now.</param>
    /// <param name="verify">Whether to check every checksum.</param>
    public SectionFileReader Open(string name, FileKind kind, ushort newestVersion, SegmentRecord? record, bool verify)
    {
        string path = Path.Combine(folder, name);
        if (record is not null && !record.Files.ContainsKey(name))
            throw SectionFileReader.Corrupt(path, "the manifest does not name it, although every segment has one");
        if (!fileSystem.FileExists(path))
            throw SectionFileReader.Corrupt(path, "it is missing, although the manifest names it");
        var file = new SectionFileReader(fileSystem, path, kind, newestVersion, verify);
        try
        {
            record?.Files[name].ThrowUnlessFits(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        lock (_lock)
            _named.Add(file);
        return file;
    }

    /// <summary>Names a file no more; what is mapped of it stays until the segment goes.</summary>
    public void Forget(string name)
    {
        lock (_lock)
        {
            SectionFileReader file = _named.Single(one => Path.GetFileName(one.Path) == name);
            _named.Remove(file);
            _forgotten.Add(file);
        }
    }

    /// <summary>Lets the system have the memory of a section that is read elsewhere from now on.</summary>
    public void Forget(string name, uint section)
    {
        SectionFileReader file = Find(name);
        file.Forget(file.GetSection(section));
    }

    /// <summary>Closes the files of fields that nobody reads.</summary>
    public void Close(IReadOnlySet<int> fieldIds)
    {
        SectionFileReader[] files;
        lock (_lock)
        {
            files = [.. _named.Where(file => SchemaFiles.FieldOf(Path.GetFileName(file.Path)) is { } id && fieldIds.Contains(id))];
            _named.RemoveAll(files.Contains);
        }

        foreach (SectionFileReader file in files)
            file.Dispose();
    }

    /// <summary>Closes all of them.</summary>
    public void CloseAll()
    {
        foreach (SectionFileReader file in _named.Concat(_forgotten))
            file.Dispose();
    }
}
