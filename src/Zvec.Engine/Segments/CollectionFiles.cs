using System.Globalization;

namespace Zvec.Engine.Segments;

/// <summary>The names of a collection's files and folders.</summary>
internal sealed class CollectionFiles(string root)
{
    public const string KeysName = "keys";

    private const string ManifestPrefix = "MANIFEST-";

    private const string DeletesPrefix = "deletes.";

    public string Root => root;

    public string Lock => Path.Combine(root, "LOCK");

    public string Logs => Path.Combine(root, "wal");

    public string Segments => Path.Combine(root, "segments");

    public static string ColumnName(int fieldId) => Name("f", fieldId, ".column");

    public static string InvertedIndexName(int fieldId) => Name("f", fieldId, ".inverted");

    public static string VectorsName(int fieldId) => Name("v", fieldId, ".vectors");

    public static string GraphName(int fieldId) => Name("v", fieldId, ".hnsw");

    public static string DeletesName(long generation) => Name(DeletesPrefix, generation, "");

    public string Manifest(long generation) => Path.Combine(root, Name(ManifestPrefix, generation, ""));

    public string Segment(int number) => Path.Combine(Segments, Name("", number, ""));

    public string Deletes(int segment, long generation) => Path.Combine(Segment(segment), DeletesName(generation));

    /// <summary>The generation that a manifest's file name says, or −1 for another file.</summary>
    public static long ManifestGeneration(string path) => Number(Path.GetFileName(path), ManifestPrefix, "");

    /// <summary>The number that a segment's folder name says, or −1 for another folder.</summary>
    public static long SegmentNumber(string path) => Number(Path.GetFileName(path), "", "");

    /// <summary>Whether a name can be that of a file in a segment's folder, which a manifest names: it never leads out of the
    /// folder.</summary>
    public static bool IsSegmentFile(string name) =>
        name == KeysName || (name.Length is > 2 and < 64 && name[0] is 'f' or 'v' && char.IsAsciiDigit(name[1])
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '.'));

    private static string Name(string prefix, long number, string suffix) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{prefix}{number.ToString(prefix is "f" or "v" ? "D" : "D6", CultureInfo.InvariantCulture)}{suffix}");

    private static long Number(string name, string prefix, string suffix) =>
        name.Length >= prefix.Length + suffix.Length
        && name.StartsWith(prefix, StringComparison.Ordinal)
        && name.EndsWith(suffix, StringComparison.Ordinal)
        && long.TryParse(
            name.AsSpan(prefix.Length, name.Length - prefix.Length - suffix.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long number)
            ? number
            : -1;
}
