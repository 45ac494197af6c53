using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Crash.Tests.Processes;

/// <summary>Looks at the files of a collection that nobody has open, or that nobody is changing.</summary>
internal static class FolderCheck
{
    /// <summary>Fails when there is a file that neither the manifest nor the log explains, or one of those is missing.</summary>
    public static void NothingIsLeftOver(string path)
    {
        var files = new CollectionFiles(path);
        Manifest manifest = new ManifestStore(PhysicalFileSystem.Instance, files).Load();
        var expected = new SortedSet<string>(StringComparer.Ordinal) { files.Lock, files.Manifest(manifest.Generation) };
        foreach (SegmentRecord segment in manifest.Segments)
        {
            foreach (string name in segment.Files.Keys)
                expected.Add(Path.Combine(files.Segment(segment.Number), name));
            if (segment.Deletes is { } deletes)
                expected.Add(files.Deletes(segment.Number, deletes.Generation));
        }

        IReadOnlyList<long> logs = WalFiles.List(PhysicalFileSystem.Instance, files.Logs);
        Assert.Equal(manifest.FirstLog, logs[0]);
        Assert.Equal(logs.Count, logs[^1] - logs[0] + 1);
        foreach (long log in logs)
            expected.Add(WalFiles.PathOf(files.Logs, log));

        Assert.Equal(expected, List(path));
        Assert.Equal(manifest.Segments.Count, Directory.GetDirectories(files.Segments).Length);
    }

    /// <summary>The files below a folder, in order.</summary>
    public static IReadOnlyList<string> List(string path) =>
        [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>What a process was doing when it was killed, as far as the files that it left tell.</summary>
    public static IReadOnlyList<string> WhatWasUnderWay(string path)
    {
        var files = new CollectionFiles(path);
        if (!Directory.Exists(path) || !new ManifestStore(PhysicalFileSystem.Instance, files).Exists)
            return ["creation"];
        var found = new List<string>();
        Manifest manifest = new ManifestStore(PhysicalFileSystem.Instance, files).Load();
        IReadOnlyList<string> all = List(path);
        if (all.Any(file => file.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)))
            found.Add("writing a manifest");
        IReadOnlyList<long> logs = WalFiles.List(PhysicalFileSystem.Instance, files.Logs);
        bool hasOldManifest = all.Any(
            file => CollectionFiles.ManifestGeneration(file) is > 0 and long number && number != manifest.Generation);
        if (hasOldManifest || logs[0] < manifest.FirstLog)
            found.Add("removal after a commit");
        if (logs.Count(number => number >= manifest.FirstLog) > 1)
            found.Add("a wait to be sealed");
        HashSet<string> named = [.. manifest.Segments.Select(segment => files.Segment(segment.Number))];
        if (Directory.GetDirectories(files.Segments).Any(folder => !named.Contains(folder)))
            found.Add("sealing or merging");
        if (manifest.Segments.Any(segment => HasUnnamedFile(files, segment)))
            found.Add("an index or a delete map");
        return found.Count > 0 ? found : ["between jobs"];
    }

    private static bool HasUnnamedFile(CollectionFiles files, SegmentRecord segment) =>
        Directory.GetFiles(files.Segment(segment.Number)).Select(file => Path.GetFileName(file)).Any(name =>
            !segment.Files.ContainsKey(name)
            && !(segment.Deletes is { } deletes && name == CollectionFiles.DeletesName(deletes.Generation)));
}
