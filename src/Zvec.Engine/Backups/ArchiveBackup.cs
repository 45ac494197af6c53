using System.IO.Compression;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Backups;

/// <summary>Writes a collection as a zip archive, from front to back: the files of a backup under the names that they have in a folder, the
/// manifest last.</summary>
internal sealed class ArchiveBackup(BackupSource source, BackupOptions options, BackupTally tally, CancellationToken cancellationToken)
{
    /// <summary>Writes the archive and leaves the stream open. After a failure the archive has no end, so that nobody takes it for
    /// one.</summary>
    /// <exception cref="ZvecException">A file of the collection is damaged.</exception>
    public BackupResult Run(Stream stream)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach ((SealedSegment segment, _) in source.Sealed)
            tally.Expect(segment.FilesOf(source.Schema).Values);
        tally.Report();

        var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var records = new List<SegmentRecord>();
        foreach ((SealedSegment segment, DeleteMap deletes) in source.Sealed)
            records.Add(Write(archive, records.Count + 1, segment, deletes));
        if (source.InMemory.Count > 0)
            records.Add(WriteInMemory(archive, records.Count + 1));
        WriteLog(archive);
        WriteManifest(archive, new Manifest
        {
            Id = source.Id,
            Generation = source.Generation,
            SourceGeneration = source.Generation,
            Schema = source.Schema,
            Segments = records,
            NextSegment = records.Count + 1,
            FirstLog = TargetFolder.FirstLog,
        });
        cancellationToken.ThrowIfCancellationRequested();
        archive.Dispose();
        return tally.Result(source.Generation, source.Documents);
    }

    private SegmentRecord Write(ZipArchive archive, int number, SealedSegment segment, DeleteMap deletes)
    {
        IReadOnlyDictionary<string, SegmentFile> files = segment.FilesOf(source.Schema);
        foreach ((string name, SegmentFile file) in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SectionFileReader mapped = segment.FindFile(name);
            mapped.Verify();
            using (ArchiveEntryFile entry = Create(archive, ArchiveNames.File(number, name)))
                mapped.CopyTo(entry, cancellationToken);
            tally.Copied(file);
        }

        return new SegmentRecord(number, segment.RowCount, WriteDeletes(archive, number, segment.RowCount, deletes), files);
    }

    private SegmentRecord WriteInMemory(ZipArchive archive, int number)
    {
        SegmentRecord record = SegmentWriter.Write(
            name => Create(archive, ArchiveNames.File(number, name)), source.Schema, number, source.InMemory, cancellationToken);
        tally.Expect(record.Files.Values);
        foreach (SegmentFile file in record.Files.Values)
            tally.Copied(file);
        return record;
    }

    private DeletesRecord? WriteDeletes(ZipArchive archive, int number, int rows, DeleteMap deletes)
    {
        if (deletes.Count == 0)
            return null;
        using var file = new SectionFileWriter(
            Create(archive, ArchiveNames.Deletes(number, source.Generation)), FileKind.DeleteMap, ManifestStore.DeleteMapVersion);
        ManifestStore.Write(file, deletes, rows);
        file.Finish();
        return new DeletesRecord(source.Generation, deletes.Count, new SegmentFile(file.Length, file.Checksum));
    }

    private void WriteLog(ZipArchive archive)
    {
        using ArchiveEntryFile entry = Create(archive, ArchiveNames.Log);
        Span<byte> header = stackalloc byte[WalFormat.HeaderLength];
        WalFormat.WriteHeader(header, TargetFolder.FirstLog, firstSequence: 1);
        entry.Write(header);
    }

    private void WriteManifest(ZipArchive archive, Manifest manifest)
    {
        using var file = new SectionFileWriter(
            Create(archive, ArchiveNames.Manifest(manifest.Generation)), FileKind.Manifest, ManifestStore.Version);
        ManifestStore.Write(file, manifest);
        file.Finish();
    }

    private ArchiveEntryFile Create(ZipArchive archive, string name)
    {
        bool isVectors = SegmentFileKind.Of(Path.GetFileName(name)) is { Kind: FileKind.Vectors };
        CompressionLevel level = isVectors ? CompressionLevel.NoCompression : options.Compression;
        return new ArchiveEntryFile(archive.CreateEntry(name, level).Open(), cancellationToken);
    }
}
