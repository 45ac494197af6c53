using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Backups;

/// <summary>Copies a collection into a folder, where it is a backup or a collection again.</summary>
/// <param name="fileSystem">Where the folders are.</param>
/// <param name="source">What is copied.</param>
/// <param name="isBackup">Whether the copy is a backup, on top of which a newer one can be made; otherwise it is to be written to.</param>
/// <param name="options">How.</param>
/// <param name="tally">Counts what is done.</param>
/// <param name="cancellationToken">Stops between two files.</param>
internal sealed class FolderBackup(
    IFileSystem fileSystem,
    BackupSource source,
    bool isBackup,
    BackupOptions options,
    BackupTally tally,
    CancellationToken cancellationToken)
{
    /// <summary>Copies everything, verifies it, and makes it the folder's state in one step.</summary>
    /// <exception cref="ZvecException">The folder is not for this, or a file is damaged.</exception>
    public BackupResult Run(string target)
    {
        var files = new CollectionFiles(Path.GetFullPath(target));
        CheckApart(files.Root);
        cancellationToken.ThrowIfCancellationRequested();
        using TargetFolder folder = TargetFolder.Take(fileSystem, files, isBackup ? source : null);
        Manifest? older = folder.Older;
        var copier = new SegmentCopier(fileSystem, folder, options, tally, cancellationToken)
        {
            Generation = Math.Max(source.Generation, (older?.Generation ?? 0) + 1),
            NextSegment = older?.NextSegment ?? 1,
        };

        foreach ((SealedSegment segment, _) in source.Sealed)
            tally.Expect(segment.FilesOf(source.Schema).Values);
        SegmentRecord? fromMemory = source.InMemory.Count == 0 ? null : copier.Write(source.Schema, source.InMemory);
        tally.Report();
        var records = new List<SegmentRecord>();
        foreach ((SealedSegment segment, DeleteMap deletes) in source.Sealed)
            records.Add(copier.Place(segment, source.Schema, deletes));
        if (fromMemory is not null)
            records.Add(copier.Verify(fromMemory));

        cancellationToken.ThrowIfCancellationRequested();
        folder.Publish(new Manifest
        {
            Id = source.Id,
            Generation = copier.Generation,
            SourceGeneration = isBackup ? source.Generation : null,
            Schema = source.Schema,
            Segments = records,
            NextSegment = copier.NextSegment,
            FirstLog = TargetFolder.FirstLog,
        });
        return tally.Result(copier.Generation, source.Documents);
    }

    private void CheckApart(string target)
    {
        string inside = Path.GetRelativePath(source.Root, target);
        bool isApart = Path.IsPathRooted(inside)
            || inside == ".."
            || inside.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        if (!isApart)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"'{target}' is the folder '{source.Root}' that would be copied, or lies in it. Choose a folder outside.");
        }
    }
}
