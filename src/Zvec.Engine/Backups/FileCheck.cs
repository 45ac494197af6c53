using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Backups;

/// <summary>Reads a file of a segment, and compares it with its own checksums and with what the manifest says of it.</summary>
internal static class FileCheck
{
    /// <exception cref="ZvecException">It is damaged, or another file.</exception>
    public static void Run(IFileSystem fileSystem, string path, string name, SegmentFile expected)
    {
        if (SegmentFileKind.Of(name) is not { } kind)
            throw SectionFileReader.Corrupt(path, "no file of a segment is called so");
        using var file = new SectionFileReader(fileSystem, path, kind.Kind, kind.NewestVersion, verify: true);
        expected.ThrowUnlessFits(file);
    }
}
