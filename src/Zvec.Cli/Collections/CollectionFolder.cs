using Zvec.Engine;

namespace Zvec.Cli.Collections;

/// <summary>Tells what a folder holds, with the remedies of the command line.</summary>
internal static class CollectionFolder
{
    /// <summary>Opens the collection of a folder, be it partitioned or not.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="readOnly">Whether to open it for reading only.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is none; or as opening it.</exception>
    public static IDocumentCollection Open(string path, bool readOnly)
    {
        var options = new CollectionOptions { ReadOnly = readOnly };
        CheckExists(path);
        return PartitionedCollection.Exists(path)
            ? PartitionedCollection.Open(path, new PartitionedCollectionOptions { Partition = options })
            : Collection.Open(path, options);
    }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no collection.</exception>
    public static void CheckExists(string path)
    {
        // a folder with other files may be a damaged collection, of which opening says more
        string folder = Path.GetFullPath(path);
        if (Collection.Exists(folder) || PartitionedCollection.Exists(folder) || HoldsSegments(folder))
            return;
        string[] inside = Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Where(IsCollection).Select(inner => Path.GetFileName(inner)!).Order().Take(5)]
            : [];
        string remedy = inside.Length > 0
            ? $"The folder holds collections: {string.Join(", ", inside)}; name one of them."
            : $"Check the path, or make one with zvec create {path}.";
        throw new ZvecException(ZvecErrorCode.NotFound, $"There is no collection at '{folder}'. {remedy}");
    }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no collection.
    /// <see cref="ZvecErrorCode.NotSupported"/>: it is partitioned.</exception>
    public static void CheckSingle(string path)
    {
        CheckExists(path);
        if (PartitionedCollection.Exists(path))
        {
            throw new ZvecException(
                ZvecErrorCode.NotSupported,
                $"The collection at '{Path.GetFullPath(path)}' is partitioned, and this command is for single collections. "
                    + "See zvec partitions --help; each partition is a collection in a folder of its own, which zvec partitions list "
                    + "names.");
        }
    }

    private static bool IsCollection(string folder) => Collection.Exists(folder) || PartitionedCollection.Exists(folder);

    private static bool HoldsSegments(string folder) =>
        Directory.Exists(Path.Combine(folder, "segments")) || Directory.Exists(Path.Combine(folder, "wal"));
}
