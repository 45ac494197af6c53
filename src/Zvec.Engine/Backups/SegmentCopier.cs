using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Backups;

/// <summary>Puts segments into the folder of a backup: keeps those that an older backup there has, links or copies the others, and verifies
/// all.</summary>
/// <remarks>Segments are numbered anew in the folder, so that nothing of an older backup is ever overwritten.</remarks>
internal sealed class SegmentCopier(
    IFileSystem fileSystem, TargetFolder folder, BackupOptions options, BackupTally tally, CancellationToken cancellationToken)
{
    private readonly List<SegmentRecord> _older = [.. folder.Older?.Segments ?? []];

    /// <summary>The generation of the manifest that will name the segments.</summary>
    public required long Generation { get; init; }

    /// <summary>A number that no segment of the folder has.</summary>
    public required int NextSegment { get; set; }

    /// <summary>Writes a segment of rows that are only in memory; it is to be verified.</summary>
    public SegmentRecord Write(CollectionSchema schema, IReadOnlyList<(Segment Segment, int[] Rows)> rows)
    {
        SegmentRecord record = SegmentWriter.Write(fileSystem, folder.Files, schema, NextSegment++, rows, cancellationToken);
        tally.Expect(record.Files.Values);
        return record;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public SegmentRecord Verify(SegmentRecord record)
    {
        foreach ((string name, SegmentFile file) in record.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Verify(PathOf(record.Number, name), name, file);
            tally.Copied(file);
        }

        return record;
    }

    /// <summary>Has a segment on disk in the folder, with the files that belong to a schema.</summary>
    public SegmentRecord Place(SealedSegment segment, CollectionSchema schema, DeleteMap deletes)
    {
        IReadOnlyDictionary<string, SegmentFile> files = segment.FilesOf(schema);
        SegmentRecord? kept = _older.Find(one => IsSame(one, segment.RowCount, files));
        if (kept is not null)
        {
            _older.Remove(kept);
            if (!IsIntact(kept, files))
                kept = null;
        }

        int number = kept?.Number ?? NextSegment++;
        fileSystem.CreateDirectory(folder.Files.Segment(number));
        foreach ((string name, SegmentFile file) in files)
        {
            if (kept is not null && kept.Files.ContainsKey(name))
                tally.Kept(file);
            else
                Copy(segment, name, PathOf(number, name), file);
        }

        fileSystem.SyncDirectory(folder.Files.Segment(number));
        return new SegmentRecord(number, segment.RowCount, PlaceDeletes(number, segment.RowCount, deletes, kept), files);
    }

    /// <summary>Whether a segment of an older backup has the same rows: no file that differs, and the keys and columns in common.</summary>
    private static bool IsSame(SegmentRecord older, int rows, IReadOnlyDictionary<string, SegmentFile> files) =>
        older.Rows == rows
        && older.Files.ContainsKey(CollectionFiles.KeysName)
        && older.Files.All(file => !files.TryGetValue(file.Key, out SegmentFile now) || now == file.Value);

    private string PathOf(int number, string name) => Path.Combine(folder.Files.Segment(number), name);

    private bool IsIntact(SegmentRecord kept, IReadOnlyDictionary<string, SegmentFile> files)
    {
        foreach ((string name, SegmentFile file) in kept.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = PathOf(kept.Number, name);
            if (!files.ContainsKey(name))
                continue;
            if (!fileSystem.FileExists(path) || fileSystem.GetLength(path) != file.Length)
                return false;
            try
            {
                if (options.VerifyKeptFiles)
                    Verify(path, name, file);
            }
            catch (ZvecException exception) when (exception.Code == ZvecErrorCode.DataCorruption)
            {
                return false; // copied anew; the damaged file goes with the older backup
            }
        }

        return true;
    }

    private void Copy(SealedSegment segment, string name, string target, SegmentFile file)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = Path.Combine(segment.Folder, name);
        bool isLinked = options.HardLinks && fileSystem.FileExists(path) && fileSystem.TryLink(path, target);
        if (!isLinked)
            Copy(path, target, segment.FindFile(name));
        try
        {
            Verify(target, name, file);
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.DataCorruption)
        {
            segment.FindFile(name).Verify(); // when the damage was there before, its place is what the caller wants to know
            throw;
        }

        if (isLinked)
            tally.Linked(file);
        else
            tally.Copied(file);
    }

    private void Copy(string path, string target, SectionFileReader mapped)
    {
        try
        {
            fileSystem.CopyFile(path, target);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The collection was merged by another process, or dropped: the name is gone, the bytes are still mapped.
            fileSystem.DeleteFile(target);
            using IWritableFile copy = fileSystem.Create(target);
            mapped.CopyTo(copy, cancellationToken);
            copy.Sync();
        }
    }

    private DeletesRecord? PlaceDeletes(int number, int rows, DeleteMap deletes, SegmentRecord? kept)
    {
        if (deletes.Count == 0)
            return null;
        return kept?.Deletes is { } same && same.Rows == deletes.Count && HoldsSame(kept, rows, deletes)
            ? same
            : folder.Manifests.WriteDeletes(number, rows, deletes, Generation);
    }

    private bool HoldsSame(SegmentRecord kept, int rows, DeleteMap deletes)
    {
        try
        {
            return fileSystem.FileExists(folder.Files.Deletes(kept.Number, kept.Deletes!.Generation))
                && folder.Manifests.LoadDeletes(kept).Deleted(rows).Words.SequenceEqual(deletes.Deleted(rows).Words);
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.DataCorruption)
        {
            return false; // written anew
        }
    }

    private void Verify(string path, string name, SegmentFile expected) => FileCheck.Run(fileSystem, path, name, expected);
}
