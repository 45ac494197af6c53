using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>Reads and commits the manifest of a collection, and the delete maps that it names.</summary>
internal sealed class ManifestStore(IFileSystem fileSystem, CollectionFiles files)
{
    /// <summary>The newest version of a manifest's format.</summary>
    public const ushort Version = 3;

    /// <summary>The newest version of a delete map's format.</summary>
    public const ushort DeleteMapVersion = 1;

    private const uint ContentSection = 1;
    private const uint RowsSection = 1;
    private const uint WordsSection = 2;
    private const int MaxLists = 10;

    private readonly Lock _commitLock = new();
    private readonly FileRemoval _removal = new(fileSystem);
    private readonly List<string> _obsolete = []; // deleted when the next manifest is there to stay
    private Guid _id;
    private long _generation;
    private long _lastTried;
    private int _nextSegment = 1;

    /// <summary>Whether there is a collection.</summary>
    public bool Exists => FindNewest() > 0;

    /// <summary>Where the collection is.</summary>
    public IFileSystem FileSystem => fileSystem;

    /// <summary>Tells the collection from all others. Made up, until the next commit, for one whose manifest has none.</summary>
    public Guid Id => _id;

    /// <summary>Whether the newest manifest has the <see cref="Id"/>.</summary>
    public bool HasDurableId { get; private set; } = true;

    /// <summary>The generation of the newest manifest.</summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>The checksum of the manifest that was loaded.</summary>
    public ulong Checksum { get; private set; }

    /// <summary>The size of the newest manifest, in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The size of the delete maps that the newest manifest names, in bytes.</summary>
    public long DeleteMapBytes { get; private set; }

    /// <summary>Deletes what no manifest names any more.</summary>
    public FileRemoval Removal => _removal;

    /// <summary>A number that no segment has had.</summary>
    public int NextSegmentNumber()
    {
        int number;
        do
            number = Interlocked.Increment(ref _nextSegment) - 1;
        while (fileSystem.DirectoryExists(files.Segment(number))); // left over, and not to be deleted yet
        return number;
    }

    /// <summary>Reads the newest manifest.</summary>
    /// <exception cref="ZvecException">There is none (<see cref="ZvecErrorCode.NotFound"/>), it is damaged, its format is newer,
    /// or a file or folder of the collection is a symbolic link.</exception>
    public Manifest Load()
    {
        FolderLinks.ThrowIfAny(fileSystem, files);
        _generation = _lastTried = FindNewest();
        if (_generation <= 0)
        {
            throw new ZvecException(
                ZvecErrorCode.NotFound,
                $"There is no collection at '{files.Root}': the folder has no manifest. Check the path, or create the collection.");
        }

        Manifest manifest = Read(_generation, out SegmentFile file);
        Length = file.Length;
        Checksum = file.Checksum!.Value;
        DeleteMapBytes = SizeOfDeletes(manifest.Segments);
        _nextSegment = manifest.NextSegment;
        HasDurableId = manifest.Id != Guid.Empty;
        _id = HasDurableId ? manifest.Id : Guid.NewGuid();
        return manifest;
    }

    /// <summary>Reads a manifest from its file.</summary>
    public static Manifest Read(SectionFileReader file)
    {
        Section content = file.GetSection(ContentSection);
        if (content.Length > ManifestValidator.MaxBytes)
            throw SectionFileReader.Corrupt(file.Path, $"{content.Length} bytes are more than any manifest has");
        return ManifestJson.Read(content.Slice(0, (int)content.Length), file.Version, file.Path);
    }

    /// <summary>Writes the content of a manifest's file; the caller finishes it.</summary>
    public static void Write(SectionFileWriter file, Manifest manifest) =>
        file.WriteSection(ContentSection, ManifestJson.Write(manifest).Span);

    /// <summary>Writes the content of a delete map's file; the caller finishes it.</summary>
    public static void Write(SectionFileWriter file, DeleteMap map, int rows)
    {
        file.WriteSection(RowsSection, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in rows)));
        file.WriteSection(WordsSection, MemoryMarshal.AsBytes(map.Deleted(rows).Words));
    }

    /// <summary>Whether the manifest that was loaded is still the newest one.</summary>
    public bool IsNewest()
    {
        if (FindNewest() != _generation)
            return false;
        using var file = new SectionFileReader(fileSystem, files.Manifest(_generation), FileKind.Manifest, Version, verify: false);
        return file.Checksum == Checksum;
    }

    /// <summary>The generation of the newest manifest; −1 when there is none.</summary>
    public long FindNewest()
    {
        // beside a commit, a list of the folder may miss both the new manifest and the one that it replaces
        long newest = List();
        for (int i = 0; i < MaxLists; i++)
        {
            long before = newest;
            newest = List();
            if (newest == before)
                break;
        }

        return newest;

        long List() => fileSystem.GetFiles(files.Root).Select(CollectionFiles.ManifestGeneration).DefaultIfEmpty(-1).Max();
    }

    /// <summary>Reads one manifest, newest or not.</summary>
    public Manifest Read(long generation, out SegmentFile actual)
    {
        using var file = new SectionFileReader(fileSystem, files.Manifest(generation), FileKind.Manifest, Version, verify: true);
        Manifest manifest = Read(file);
        actual = new SegmentFile(file.Length, file.Checksum);
        return manifest.Generation == generation
            ? manifest
            : throw SectionFileReader.Corrupt(file.Path, $"it says that it is generation {manifest.Generation}");
    }

    /// <summary>Reads the delete map that a manifest names.</summary>
    public DeleteMap LoadDeletes(SegmentRecord record)
    {
        if (record.Deletes is not { } deletes)
            return DeleteMap.Empty;
        string path = files.Deletes(record.Number, deletes.Generation);
        if (!fileSystem.FileExists(path))
            throw SectionFileReader.Corrupt(path, "it is missing, although the manifest names it");
        using var file = new SectionFileReader(fileSystem, path, FileKind.DeleteMap, DeleteMapVersion, verify: true);
        deletes.File?.ThrowUnlessFits(file);
        DeleteMap map = ReadDeletes(file, record.Rows);
        return map.Count == deletes.Rows
            ? map
            : throw SectionFileReader.Corrupt(path, $"it has {map.Count} deleted rows where the manifest says {deletes.Rows}");
    }

    /// <summary>Reads a delete map for a segment of so many rows.</summary>
    public static DeleteMap ReadDeletes(SectionFileReader file, int expectedRows)
    {
        int rows = file.GetSection(RowsSection).Read<int>(0);
        if (rows != expectedRows)
            throw SectionFileReader.Corrupt(file.Path, $"it is for {rows} rows where the segment has {expectedRows}");
        return DeleteMap.From(Bitmap.FromWords(file.GetSection(WordsSection).AsSpan<ulong>(Bitmap.WordCount(rows)), rows));
    }

    /// <summary>Writes the first manifest of a new collection.</summary>
    /// <param name="schema">The collection's schema.</param>
    /// <param name="firstLog">The first file of its log.</param>
    public void Create(CollectionSchema schema, long firstLog)
    {
        _id = Guid.NewGuid();
        Write(new Manifest { Id = _id, Generation = 1, Schema = schema, Segments = [], NextSegment = 1, FirstLog = firstLog });
    }

    /// <summary>Puts a manifest in the place of the one before, in one step. What it names is on the device.</summary>
    public void Replace(Manifest manifest)
    {
        Write(manifest);
        DeleteObsolete();
    }

    /// <summary>Writes a delete map for a manifest to come.</summary>
    public DeletesRecord WriteDeletes(int segment, int rows, DeleteMap map, long generation)
    {
        string path = files.Deletes(segment, generation);
        fileSystem.DeleteFile(path);
        using var file = new SectionFileWriter(fileSystem, path, FileKind.DeleteMap, DeleteMapVersion);
        Write(file, map, rows);
        file.Finish();
        fileSystem.SyncDirectory(files.Segment(segment));
        return new DeletesRecord(generation, map.Count, new SegmentFile(file.Length, file.Checksum));
    }

    /// <summary>Makes the state of the store durable, and removes the delete maps and manifests that it replaces.</summary>
    /// <param name="store">The segments.</param>
    /// <param name="syncLog">Makes the log durable; called under the writer lock. What the manifest says of deletions must not outlive
    /// writes that went before them.</param>
    /// <returns>The first file of the log that is still needed.</returns>
    /// <remarks>When it fails, the new manifest may be on the device or not, so that what either names stays until a later one is there
    /// to stay, and neither its number nor that of its delete maps is used again.</remarks>
    public long Commit(SegmentStore store, Action syncLog)
    {
        lock (_commitLock)
        {
            var replaced = new List<string>();
            var written = new List<string>();
            Manifest manifest;
            List<(SegmentState State, DeleteMap Deletes, DeletesRecord? Record)> deletes;
            _removal.TryAgain();
            lock (store.WriterLock)
            {
                store.ThrowIfFailed();
                syncLog();
                deletes = [.. store.Sealed.Select(state => (state, state.Publish().Deletes, state.DeletesRecord))];
                manifest = new Manifest
                {
                    Id = _id,
                    Generation = ++_lastTried,
                    Schema = store.SchemaToCommit,
                    Segments = [],
                    NextSegment = Volatile.Read(ref _nextSegment),
                    FirstLog = store.FirstLog,
                };
            }

            var records = new List<SegmentRecord>(deletes.Count);
            try
            {
                for (int i = 0; i < deletes.Count; i++)
                {
                    (SegmentState state, DeleteMap map, DeletesRecord? record) = deletes[i];
                    var segment = (SealedSegment)state.Segment;
                    if (!ReferenceEquals(map, state.CommittedDeletes))
                    {
                        if (record is not null)
                            replaced.Add(files.Deletes(segment.Number, record.Generation));
                        written.Add(files.Deletes(segment.Number, manifest.Generation));
                        record = WriteDeletes(segment.Number, segment.RowCount, map, manifest.Generation);
                        deletes[i] = (state, map, record);
                    }

                    records.Add(new SegmentRecord(segment.Number, segment.RowCount, record, segment.FilesOf(manifest.Schema)));
                }

                Write(manifest with { Segments = records });
                DeleteMapBytes = SizeOfDeletes(records);
            }
            catch
            {
                _obsolete.AddRange(written);
                _obsolete.Add(files.Manifest(manifest.Generation));
                throw;
            }

            foreach ((SegmentState state, DeleteMap map, DeletesRecord? record) in deletes)
                (state.CommittedDeletes, state.DeletesRecord) = (map, record);
            _obsolete.AddRange(replaced);
            DeleteObsolete();
            return manifest.FirstLog;
        }
    }

    /// <summary>Removes what no manifest names: leftovers of a process that died before a commit.</summary>
    public void RemoveLeftovers(Manifest manifest)
    {
        foreach (string path in fileSystem.GetFiles(files.Root))
        {
            if (path.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)
                || (CollectionFiles.ManifestGeneration(path) is > 0 and long generation && generation != manifest.Generation))
            {
                _removal.DeleteFile(path);
            }
        }

        foreach (string folder in fileSystem.GetDirectories(files.Segments))
        {
            long number = CollectionFiles.SegmentNumber(folder);
            if (number < 0)
                continue;
            SegmentRecord? record = manifest.Segments.FirstOrDefault(segment => segment.Number == number);
            if (record is null)
                _removal.DeleteDirectory(folder);
            else
                RemoveLeftovers(folder, record);
        }
    }

    private static long SizeOfDeletes(IEnumerable<SegmentRecord> segments) => segments.Sum(segment => segment.Deletes?.File?.Length ?? 0);

    private void RemoveLeftovers(string folder, SegmentRecord record)
    {
        foreach (string path in fileSystem.GetFiles(folder))
        {
            string name = Path.GetFileName(path);
            bool named = record.Files.ContainsKey(name)
                || (record.Deletes is { } deletes && name == CollectionFiles.DeletesName(deletes.Generation));
            if (!named)
                _removal.DeleteFile(path);
        }
    }

    private void Write(Manifest manifest)
    {
        string path = files.Manifest(manifest.Generation);
        Length = AtomicFile.WriteSections(fileSystem, path, FileKind.Manifest, Version, file => Write(file, manifest));
        if (_generation > 0)
            _obsolete.Add(files.Manifest(_generation));
        Volatile.Write(ref _generation, manifest.Generation);
        HasDurableId = true;
    }

    /// <summary>Deletes the files that the newest manifest has made useless.</summary>
    private void DeleteObsolete()
    {
        foreach (string path in _obsolete)
            _removal.DeleteFile(path);
        _obsolete.Clear();
    }
}
