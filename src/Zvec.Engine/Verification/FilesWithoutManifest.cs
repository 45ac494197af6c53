using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Verification;

/// <summary>Checks the checksums of files that no readable manifest names: all that can be said of them.</summary>
internal static class FilesWithoutManifest
{
    public static void Check(IFileSystem fileSystem, CollectionFiles files, Findings findings, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> logs = WalFiles.List(fileSystem, files.Logs);
        foreach (long number in logs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = WalFiles.PathOf(files.Logs, number);
            Guard(fileSystem, path, findings, () => WalRecovery.Read(
                fileSystem, files.Logs, number, expectedSequence: null, isLast: number == logs[^1], (_, _) => { }));
        }

        foreach (string folder in fileSystem.GetDirectories(files.Segments).Order(StringComparer.Ordinal))
        {
            foreach (string path in fileSystem.GetFiles(folder).Order(StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (KindOf(Path.GetFileName(path)) is not var (kind, version))
                    continue;
                Guard(fileSystem, path, findings, () =>
                    new SectionFileReader(fileSystem, path, kind, version, verify: true).Dispose());
            }
        }
    }

    private static SegmentFileKind? KindOf(string name) => CollectionFiles.DeletesGeneration(name) > 0
        ? new SegmentFileKind(FileKind.DeleteMap, ManifestStore.DeleteMapVersion)
        : SegmentFileKind.Of(name);

    private static void Guard(IFileSystem fileSystem, string path, Findings findings, Action check)
    {
        try
        {
            findings.Count(fileSystem.GetLength(path));
            check();
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            findings.Add(path, exception);
        }
    }
}
