using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Verification;

/// <summary>Finds files that nobody names: what a process that died left behind, and what is not ours.</summary>
internal static class LeftoverFinder
{
    public static IEnumerable<string> Find(IFileSystem fileSystem, CollectionFiles files, Manifest manifest)
    {
        foreach (string path in fileSystem.GetFiles(files.Root))
        {
            if (path != files.Lock && path != files.Manifest(manifest.Generation))
                yield return Describe(path, "file");
        }

        foreach (string folder in fileSystem.GetDirectories(files.Root))
        {
            if (folder != files.Logs && folder != files.Segments)
                yield return Describe(folder, "folder");
        }

        var logs = WalFiles.List(fileSystem, files.Logs).Where(number => number >= manifest.FirstLog)
            .Select(number => WalFiles.PathOf(files.Logs, number)).ToHashSet(StringComparer.Ordinal);
        foreach (string path in fileSystem.GetFiles(files.Logs))
        {
            if (!logs.Contains(path))
                yield return Describe(path, "file");
        }

        foreach (string path in fileSystem.GetFiles(files.Segments))
            yield return Describe(path, "file");
        foreach (string folder in fileSystem.GetDirectories(files.Segments))
        {
            long number = CollectionFiles.SegmentNumber(folder);
            if (manifest.Segments.FirstOrDefault(segment => segment.Number == number) is not { } record)
            {
                yield return Describe(folder, "folder");
                continue;
            }

            foreach (string path in fileSystem.GetFiles(folder))
            {
                if (!IsNamed(record, Path.GetFileName(path)))
                    yield return Describe(path, "file");
            }
        }
    }

    private static bool IsNamed(SegmentRecord record, string name) =>
        record.Files.ContainsKey(name)
        || (record.Deletes is { } deletes && name == CollectionFiles.DeletesName(deletes.Generation));

    private static string Describe(string path, string what) => $"The {what} '{path}' belongs to nothing that the manifest names.";
}
