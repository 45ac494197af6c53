using System.IO.Compression;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Backups;

/// <summary>Makes a collection of an archive that <see cref="ArchiveBackup"/> wrote.</summary>
/// <remarks>The archive may come from anywhere: no name of it becomes a path, and no more is unpacked than its manifest states.</remarks>
internal sealed class ArchiveRestore(IFileSystem fileSystem, BackupTally tally, CancellationToken cancellationToken)
{
    private const string SpoolName = "ARCHIVE" + AtomicFile.TemporarySuffix;
    private const string ManifestName = "MANIFEST" + AtomicFile.TemporarySuffix;
    private const int BufferLength = 1 << 17;

    private readonly byte[] _buffer = new byte[BufferLength];

    /// <summary>Unpacks, verifies, and publishes.</summary>
    /// <exception cref="ZvecException">The archive is damaged or no backup, or the folder is not empty.</exception>
    public void Run(Stream stream, string path)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using TargetFolder folder = TargetFolder.Take(fileSystem, new CollectionFiles(Path.GetFullPath(path)), backupOf: null);
        try
        {
            if (stream.CanSeek)
                Unpack(stream, folder);
            else
                SpoolAndUnpack(stream, folder);
        }
        catch (InvalidDataException exception)
        {
            throw ArchiveListing.Damaged(exception.Message, exception);
        }
    }

    private void SpoolAndUnpack(Stream stream, TargetFolder folder)
    {
        string spool = Path.Combine(folder.Files.Root, SpoolName);
        using (IWritableFile file = fileSystem.Create(spool))
        {
            for (int count = stream.Read(_buffer); count > 0; count = stream.Read(_buffer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.Write(_buffer.AsSpan(0, count));
            }
        }

        using (IMappedFile mapped = fileSystem.Map(spool))
        {
            using Stream seekable = mapped.AsStream();
            Unpack(seekable, folder);
        }

        fileSystem.DeleteFile(spool);
    }

    private void Unpack(Stream stream, TargetFolder folder)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var listing = new ArchiveListing(archive);
        Manifest manifest = ReadManifest(listing, folder);
        long bytes = listing.Check(manifest);
        CheckSpace(bytes, folder);
        CheckLog(listing, folder);
        foreach (SegmentRecord segment in manifest.Segments)
            tally.Expect(segment.Files.Values);
        tally.Report();
        foreach (SegmentRecord segment in manifest.Segments)
            Unpack(segment, listing, folder);
        cancellationToken.ThrowIfCancellationRequested();
        folder.Publish(manifest with { SourceGeneration = null });
    }

    private void Unpack(SegmentRecord segment, ArchiveListing listing, TargetFolder folder)
    {
        string path = folder.Files.Segment(segment.Number);
        fileSystem.CreateDirectory(path);
        foreach ((string name, SegmentFile file) in segment.Files)
        {
            string target = Path.Combine(path, name);
            Extract(listing.Find(ArchiveNames.File(segment.Number, name), file.Length), target);
            FileCheck.Run(fileSystem, target, name, file);
            tally.Copied(file);
        }

        if (segment.Deletes is { File: { } map } deletes)
        {
            Extract(
                listing.Find(ArchiveNames.Deletes(segment.Number, deletes.Generation), map.Length),
                folder.Files.Deletes(segment.Number, deletes.Generation));
        }

        fileSystem.SyncDirectory(path);
    }

    private Manifest ReadManifest(ArchiveListing listing, TargetFolder folder)
    {
        string path = Path.Combine(folder.Files.Root, ManifestName);
        Extract(listing.ManifestEntry, path);
        Manifest manifest;
        using (var file = new SectionFileReader(fileSystem, path, FileKind.Manifest, ManifestStore.Version, verify: true))
            manifest = ManifestStore.Read(file);
        fileSystem.DeleteFile(path);
        return manifest;
    }

    private void CheckSpace(long bytes, TargetFolder folder)
    {
        long available = fileSystem.GetAvailableBytes(folder.Files.Root);
        if (bytes > available)
        {
            throw new ZvecException(
                ZvecErrorCode.ResourceExhausted,
                $"The archive takes {bytes} bytes, and the device of '{folder.Files.Root}' has {available} left. Choose another device.");
        }
    }

    /// <summary>The folder has the only log file of a backup already; the one in the archive must be the same.</summary>
    private void CheckLog(ArchiveListing listing, TargetFolder folder)
    {
        byte[] expected = fileSystem.ReadAllBytes(WalFiles.PathOf(folder.Files.Logs, TargetFolder.FirstLog));
        byte[] found = new byte[expected.Length];
        using Stream entry = listing.Find(ArchiveNames.Log, expected.Length).Open();
        if (entry.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) != found.Length || !found.AsSpan().SequenceEqual(expected))
            throw ArchiveListing.Damaged($"'{ArchiveNames.Log}' is not the empty log that a backup has");
    }

    /// <summary>Writes an entry to a new file, and no more bytes than the entry says that it has.</summary>
    private void Extract(ZipArchiveEntry entry, string target)
    {
        using Stream from = entry.Open();
        using IWritableFile file = fileSystem.Create(target);
        for (int count = from.Read(_buffer); count > 0; count = from.Read(_buffer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count > entry.Length - file.Length)
                throw ArchiveListing.Damaged($"'{entry.FullName}' has more than the {entry.Length} bytes that it says");
            file.Write(_buffer.AsSpan(0, count));
        }

        if (file.Length != entry.Length)
            throw ArchiveListing.Damaged($"'{entry.FullName}' has {file.Length} bytes where it says {entry.Length}");
        file.Sync();
    }
}
