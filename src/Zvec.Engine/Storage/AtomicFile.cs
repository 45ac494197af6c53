namespace Zvec.Engine.Storage;

/// <summary>Puts a whole file in place in one step: after a crash at any moment there is the old file (or none), or the new one, never a
/// part.</summary>
internal static class AtomicFile
{
    /// <summary>What a file is called until it is complete; one that a crash left behind is replaced.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes a section file beside its place, syncs it, renames it into place and syncs the folder.</summary>
    /// <returns>Its size, in bytes.</returns>
    public static long WriteSections(IFileSystem fileSystem, string path, FileKind kind, ushort version, Action<SectionFileWriter> write)
    {
        long length;
        string temporary = path + TemporarySuffix;
        fileSystem.DeleteFile(temporary);
        using (var writer = new SectionFileWriter(fileSystem, temporary, kind, version))
        {
            write(writer);
            writer.Finish();
            length = writer.Length;
        }

        Publish(fileSystem, temporary, path);
        return length;
    }

    /// <summary>Writes bytes beside their place, syncs them, renames the file into place and syncs the folder.</summary>
    public static void WriteBytes(IFileSystem fileSystem, string path, ReadOnlyMemory<byte> bytes) =>
        Write(fileSystem, path, file => file.Write(bytes.Span));

    /// <summary>Writes a file beside its place, syncs it, renames it into place and syncs the folder.</summary>
    public static void Write(IFileSystem fileSystem, string path, Action<IWritableFile> write)
    {
        string temporary = path + TemporarySuffix;
        fileSystem.DeleteFile(temporary);
        using (IWritableFile file = fileSystem.Create(temporary))
        {
            write(file);
            file.Sync();
        }

        Publish(fileSystem, temporary, path);
    }

    private static void Publish(IFileSystem fileSystem, string temporary, string path)
    {
        fileSystem.Rename(temporary, path);
        fileSystem.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
