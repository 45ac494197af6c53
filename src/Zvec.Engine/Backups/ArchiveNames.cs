using Zvec.Engine.Segments;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Backups;

/// <summary>The names of entries in an archive: those of a backup's files from its folder, with slashes.</summary>
internal static class ArchiveNames
{
    private static readonly CollectionFiles Relative = new("");

    public static string Log { get; } = Slashed(WalFiles.PathOf(Relative.Logs, TargetFolder.FirstLog));

    public static string Lock => Relative.Lock;

    public static string Manifest(long generation) => Relative.Manifest(generation);

    public static string File(int segment, string name) => Slashed(Path.Combine(Relative.Segment(segment), name));

    public static string Deletes(int segment, long generation) => Slashed(Relative.Deletes(segment, generation));

    /// <summary>The generation of the manifest of that name; −1 for another entry.</summary>
    public static long ManifestGeneration(string entry)
    {
        long generation = CollectionFiles.ManifestGeneration(entry);
        return generation > 0 && Manifest(generation) == entry ? generation : -1;
    }

    /// <summary>The folders that a file lies in, as programs that pack folders add them.</summary>
    public static IEnumerable<string> Folders(string entry)
    {
        for (int slash = entry.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = entry.IndexOf('/', slash + 1))
            yield return entry[..(slash + 1)];
    }

    private static string Slashed(string path) => path.Replace(Path.DirectorySeparatorChar, '/');
}
