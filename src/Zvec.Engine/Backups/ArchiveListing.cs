using System.IO.Compression;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Backups;

/// <summary>The entries of an archive, which anybody may have made: only names of a backup, each once, and of those that its manifest states
/// each with the size that it states.</summary>
internal sealed class ArchiveListing
{
    private const long LargestManifest = 64 << 20;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    /// <exception cref="ZvecException">A name is no file of a backup, or is there twice, or there is no manifest.</exception>
    public ArchiveListing(ZipArchive archive)
    {
        ZipArchiveEntry? manifest = null;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
                throw Damaged($"it has two entries '{entry.FullName}'");
            if (ArchiveNames.ManifestGeneration(entry.FullName) < 0)
                continue;
            if (manifest is not null)
                throw Damaged($"it has two manifests, '{manifest.FullName}' and '{entry.FullName}'");
            manifest = entry;
        }

        ManifestEntry = manifest ?? throw Damaged("it has no manifest, and so is no backup of a collection, or not all of one");
        if (manifest.Length > LargestManifest)
            throw Damaged($"its manifest has {manifest.Length} bytes, more than any");
    }

    public ZipArchiveEntry ManifestEntry { get; }

    public static ZvecException Damaged(string what, Exception? cause = null) => new(
        ZvecErrorCode.DataCorruption, $"The archive is damaged, or is no backup: {what}. Restore from another backup.", cause);

    /// <summary>The entry that the manifest states.</summary>
    /// <exception cref="ZvecException">It is missing, or has another size.</exception>
    public ZipArchiveEntry Find(string name, long length)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
            throw Damaged($"'{name}' is missing, although its manifest names it");
        if (entry.Length != length)
            throw Damaged($"'{name}' has {entry.Length} bytes where its manifest says {length}");
        return entry;
    }

    /// <summary>Compares the manifest, which may be a hostile one, with the rules of a backup and with the entries.</summary>
    /// <returns>Bytes of all files that it names.</returns>
    /// <exception cref="ZvecException">They do not fit.</exception>
    public long Check(Manifest manifest)
    {
        if (manifest.Generation != ArchiveNames.ManifestGeneration(ManifestEntry.FullName))
            throw Damaged($"'{ManifestEntry.FullName}' says that it is generation {manifest.Generation}");
        if (manifest.SourceGeneration is null || manifest.FirstLog != TargetFolder.FirstLog)
        {
            throw Damaged(
                $"'{ManifestEntry.FullName}' is the manifest of a collection, not of a backup; unpack the archive and restore its folder");
        }

        HashSet<string> known = [ArchiveNames.Lock, ManifestEntry.FullName, ArchiveNames.Log];
        long bytes = 0;
        foreach (SegmentRecord segment in manifest.Segments)
        {
            foreach ((string name, SegmentFile file) in FilesOf(segment, manifest))
            {
                if (!known.Add(name))
                    throw Damaged($"its manifest names '{name}' twice");
                bytes += Find(name, file.Length).Length;
                if (file.Length < 0 || bytes < 0)
                    throw Damaged($"its manifest gives '{name}' {file.Length} bytes");
            }
        }

        Find(ArchiveNames.Log, WalFormat.HeaderLength);
        known.UnionWith(known.SelectMany(ArchiveNames.Folders).ToArray());
        string? foreign = _entries.Keys.FirstOrDefault(name => !known.Contains(name));
        if (foreign is not null)
            throw Damaged($"its manifest does not name '{foreign}'");
        return bytes;
    }

    private static IEnumerable<(string Name, SegmentFile File)> FilesOf(SegmentRecord segment, Manifest manifest)
    {
        if (segment.Number < 1 || segment.Number >= manifest.NextSegment || segment.Rows < 0)
            throw Damaged($"its manifest names a segment {segment.Number} of {segment.Rows} rows, where the next one gets {manifest.NextSegment}");
        foreach ((string name, SegmentFile file) in segment.Files)
        {
            if (SegmentFileKind.Of(name) is null || file.Checksum is null)
                throw Damaged($"its manifest names a file '{name}' of segment {segment.Number}, which none is called, or no checksum of it");
            yield return (ArchiveNames.File(segment.Number, name), file);
        }

        if (segment.Deletes is not { } deletes)
            yield break;
        if (deletes.File is not { Checksum: not null } map || deletes.Generation < 1)
            throw Damaged($"its manifest gives no checksum of the delete map of segment {segment.Number}");
        yield return (ArchiveNames.Deletes(segment.Number, deletes.Generation), map);
    }
}
