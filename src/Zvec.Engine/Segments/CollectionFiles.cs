using System.Globalization;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>The names of a collection's files and folders.</summary>
internal sealed class CollectionFiles(string root)
{
    public const string KeysName = "keys";

    private const string ManifestPrefix = "MANIFEST-";

    private const string DeletesPrefix = "deletes.";

    public string Root => root;

    public string Lock => Path.Combine(root, "LOCK");

    /// <summary>Says, without a manifest, that the folder is no collection that has lost it: a backup into it, or a restoration, was not
    /// finished.</summary>
    public string Unfinished => Path.Combine(root, "UNFINISHED" + AtomicFile.TemporarySuffix);

    /// <summary>Says, while a collection is being dropped, that what is left of it is not damaged but unwanted.</summary>
    public string Dropped => Path.Combine(root, "DROPPED");

    public string Logs => Path.Combine(root, "wal");

    public string Segments => Path.Combine(root, "segments");

    public static string ColumnName(int fieldId) => Name("f", fieldId, ".column");

    public static string InvertedIndexName(int fieldId) => Name("f", fieldId, ".inverted");

    public static string TextIndexName(int fieldId) => Name("f", fieldId, ".text");

    public static string VectorsName(int fieldId) => Name("v", fieldId, ".vectors");

    public static string GraphName(int fieldId) => Name("v", fieldId, ".hnsw");

    public static string CodesName(int fieldId) => Name("v", fieldId, ".codes");

    public static string IvfName(int fieldId) => Name("v", fieldId, ".ivf");

    public static string SparseName(int fieldId) => Name("v", fieldId, ".sparse");

    public static string SparseIndexName(int fieldId) => Name("v", fieldId, ".postings");

    public static string DeletesName(long generation) => Name(DeletesPrefix, generation, "");

    public string Manifest(long generation) => Path.Combine(root, Name(ManifestPrefix, generation, ""));

    public string Segment(int number) => Path.Combine(Segments, Name("", number, ""));

    public string Deletes(int segment, long generation) => Path.Combine(Segment(segment), DeletesName(generation));

    /// <summary>The generation that a manifest's file name says, or −1 for another file.</summary>
    public static long ManifestGeneration(string path) => Number(Path.GetFileName(path), ManifestPrefix, "");

    /// <summary>The generation that a delete map's file name says, or −1 for another file.</summary>
    public static long DeletesGeneration(string path) => Number(Path.GetFileName(path), DeletesPrefix, "");

    /// <summary>The number that a segment's folder name says, or −1 for another folder.</summary>
    public static long SegmentNumber(string path) => Number(Path.GetFileName(path), "", "");

    /// <summary>Whether a segment can have a file of that name, its delete maps aside.</summary>
    /// <param name="name">The name.</param>
    /// <param name="nextFieldId">The identifier that no field has yet, nor any above it.</param>
    public static bool IsSegmentFileName(string name, int nextFieldId) =>
        name == KeysName
        || IsFieldFile(name, "f", ".column", nextFieldId)
        || IsFieldFile(name, "f", ".inverted", nextFieldId)
        || IsFieldFile(name, "f", ".text", nextFieldId)
        || IsFieldFile(name, "v", ".vectors", nextFieldId)
        || IsFieldFile(name, "v", ".codes", nextFieldId)
        || IsFieldFile(name, "v", ".ivf", nextFieldId)
        || IsFieldFile(name, "v", ".sparse", nextFieldId)
        || IsFieldFile(name, "v", ".postings", nextFieldId)
        || IsFieldFile(name, "v", ".hnsw", nextFieldId);

    private static bool IsFieldFile(string name, string prefix, string suffix, int nextFieldId) =>
        Number(name, prefix, suffix) is > 0 and long id && id < nextFieldId;

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
        && Name(prefix, number, suffix) == name
            ? number
            : -1;
}
