using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>Keeps a collection inside its folder: a symbolic link in place of one of its files or folders would have the engine read, cut
/// or delete files elsewhere. The folder itself may be one.</summary>
internal static class FolderLinks
{
    /// <summary>Checks all that is, or could be taken for, a file or folder of the collection.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: one is a link.</exception>
    public static void ThrowIfAny(IFileSystem fileSystem, CollectionFiles files)
    {
        ThrowIfLink(fileSystem, files.Lock);
        foreach (string file in fileSystem.GetFiles(files.Root))
        {
            if (CollectionFiles.ManifestGeneration(file) >= 0)
                ThrowIfLink(fileSystem, file);
        }

        ThrowIfAny(fileSystem, files.Logs, depth: 1);
        ThrowIfAny(fileSystem, files.Segments, depth: 2);
    }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: it is a link.</exception>
    public static void ThrowIfLink(IFileSystem fileSystem, string path)
    {
        if (fileSystem.IsLink(path))
        {
            throw new ZvecException(
                ZvecErrorCode.DataCorruption,
                $"'{path}' is a symbolic link, which is not followed out of a collection's folder. Put what it leads to in its place; "
                    + "to keep a collection elsewhere, move its folder and make a link to that.");
        }
    }

    private static void ThrowIfAny(IFileSystem fileSystem, string folder, int depth)
    {
        ThrowIfLink(fileSystem, folder);
        foreach (string file in fileSystem.GetFiles(folder))
            ThrowIfLink(fileSystem, file);
        foreach (string inner in fileSystem.GetDirectories(folder))
        {
            if (depth > 1)
                ThrowIfAny(fileSystem, inner, depth - 1);
            else
                ThrowIfLink(fileSystem, inner);
        }
    }
}
