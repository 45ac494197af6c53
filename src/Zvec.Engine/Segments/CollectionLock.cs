using System.Globalization;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>The lock of a collection's directory, which one writer at a time holds.</summary>
internal static class CollectionLock
{
    /// <exception cref="ZvecException">It is held (<see cref="ZvecErrorCode.Locked"/>).</exception>
    public static IDisposable Take(IFileSystem fileSystem, CollectionFiles files)
    {
        FolderLinks.ThrowIfLink(fileSystem, files.Lock); // its content is replaced
        if (fileSystem.TryLock(files.Lock, out int? holder) is { } directoryLock)
            return directoryLock;
        string by = holder switch
        {
            null => "elsewhere",
            int id when id == Environment.ProcessId => "by this process",
            int id => string.Create(CultureInfo.InvariantCulture, $"by process {id}"),
        };
        throw new ZvecException(
            ZvecErrorCode.Locked,
            $"The collection at '{files.Root}' is open for writing {by}. Close it there, or open it with CollectionOptions.ReadOnly.");
    }
}
