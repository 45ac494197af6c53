using System.IO.Compression;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Architecture;

namespace Zvec.Engine.Tests.Golden;

/// <summary>The golden files of the repository: collections as released versions of the format left them, one .zip a version.</summary>
internal static class GoldenFiles
{
    /// <summary>The formats of which there is a golden file, oldest first.</summary>
    public static IReadOnlyList<int> Formats { get; } =
    [
        .. Directory.GetFiles(Folder, "format-*.zip")
            .Select(path => int.Parse(
                Path.GetFileNameWithoutExtension(path)["format-".Length..], System.Globalization.CultureInfo.InvariantCulture))
            .Order(),
    ];

    /// <summary>The kinds of files of a collection, partitioned ones included.</summary>
    public static IEnumerable<FileKind> KindsOfCollections => Enum.GetValues<FileKind>();

    private static string Folder => Path.Combine(Repository.Root, "tests", "Zvec.Engine.Tests", "Golden");

    public static string PathOf(int format) => Path.Combine(Folder, $"format-{format}.zip");

    /// <summary>Unpacks the collections of a format.</summary>
    public static void Extract(int format, string folder) => ZipFile.ExtractToDirectory(PathOf(format), folder);

    /// <summary>Packs collections, each file with the same date, so that equal collections make equal files.</summary>
    public static void Pack(string folder, string target)
    {
        using ZipArchive archive = ZipFile.Open(target, ZipArchiveMode.Create);
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            ZipArchiveEntry entry = archive.CreateEntry(
                Path.GetRelativePath(folder, path).Replace('\\', '/'), CompressionLevel.SmallestSize);
            entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream to = entry.Open();
            to.Write(File.ReadAllBytes(path));
        }
    }

    /// <summary>Every file below a folder with its bytes, by its path from there; LOCK, whose content does not matter, aside.</summary>
    public static SortedDictionary<string, string> Bytes(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "LOCK")
            .ToDictionary(
                path => Path.GetRelativePath(folder, path),
                path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);
}
