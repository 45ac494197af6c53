using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Backups;

/// <summary>Whether a backup or a restored collection may go to a folder.</summary>
internal static class TargetCheck
{
    /// <param name="fileSystem">Where the folder is.</param>
    /// <param name="files">The names in it.</param>
    /// <param name="backupOf">The collection of which it may hold an older backup; null when it may hold none.</param>
    /// <returns>The manifest of the backup that it holds; null when it is missing, empty or unfinished.</returns>
    /// <exception cref="ZvecException">It holds something else.</exception>
    public static Manifest? Run(IFileSystem fileSystem, CollectionFiles files, BackupSource? backupOf)
    {
        foreach (string folder in (string[])[files.Segments, files.Logs])
        {
            if (fileSystem.IsLink(folder))
                throw Refused(files, $"'{Path.GetFileName(folder)}' in it leads to another place");
        }

        var manifests = new ManifestStore(fileSystem, files);
        if (!manifests.Exists)
        {
            CheckEmpty(fileSystem, files);
            return null;
        }

        if (backupOf is null)
        {
            throw new ZvecException(
                ZvecErrorCode.AlreadyExists,
                $"There is a collection at '{files.Root}' already. Restore to a folder that is missing or empty, or drop the collection "
                    + "first.");
        }

        Manifest manifest = manifests.Load();
        CheckBackup(fileSystem, files, manifest, backupOf);
        return manifest;
    }

    private static void CheckEmpty(IFileSystem fileSystem, CollectionFiles files)
    {
        bool isUnfinished = fileSystem.FileExists(files.Unfinished);
        string? foreign = fileSystem.GetFiles(files.Root).FirstOrDefault(file =>
                file != files.Lock && !(isUnfinished && file.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)))
            ?? fileSystem.GetDirectories(files.Root).FirstOrDefault(folder =>
                !(isUnfinished && (folder == files.Logs || folder == files.Segments)));
        if (foreign is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Nothing was written to '{files.Root}', because the folder holds '{Path.GetFileName(foreign)}' and no backup. "
                    + "Choose an empty or a new folder.");
        }
    }

    private static void CheckBackup(IFileSystem fileSystem, CollectionFiles files, Manifest manifest, BackupSource source)
    {
        if (manifest.SourceGeneration is not { } generation)
            throw Refused(files, $"it holds collection '{manifest.Schema.Name}' itself, or a backup that was opened for writing");
        if (manifest.Id != source.Id)
            throw Refused(files, $"it holds a backup of another collection, '{manifest.Schema.Name}' ({manifest.Id})");
        if (generation > source.Generation)
        {
            throw Refused(
                files,
                $"the backup that it holds is of generation {generation} of collection '{manifest.Schema.Name}', and this is the older "
                    + $"generation {source.Generation}");
        }

        string log = WalFiles.PathOf(files.Logs, TargetFolder.FirstLog);
        bool isUntouched = manifest.FirstLog == TargetFolder.FirstLog
            && WalFiles.List(fileSystem, files.Logs) is [TargetFolder.FirstLog]
            && fileSystem.GetLength(log) == WalFormat.HeaderLength;
        if (!isUntouched)
            throw Refused(files, "the backup that it holds was opened for writing, and has a log of its own");
    }

    private static ZvecException Refused(CollectionFiles files, string why) => new(
        ZvecErrorCode.FailedPrecondition, $"Nothing was backed up to '{files.Root}', because {why}. Choose another folder.");
}
