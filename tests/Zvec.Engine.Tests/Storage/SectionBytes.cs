using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

/// <summary>Section files as byte arrays: written, and opened again, with damage in between.</summary>
internal static class SectionBytes
{
    private const string Path = "/file";

    public static byte[] Write(FileKind kind, ushort version, Action<SectionFileWriter> write)
    {
        var files = new MemoryFileSystem("/");
        using var file = new SectionFileWriter(files, Path, kind, version);
        write(file);
        file.Finish();
        return files.ReadAllBytes(Path);
    }

    public static SectionFileReader Open(byte[] content, FileKind kind, ushort version, bool verify = true)
    {
        var files = new MemoryFileSystem("/");
        files.Put(Path, content);
        return new SectionFileReader(files, Path, kind, version, verify);
    }
}
