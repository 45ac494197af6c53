using Zvec.Engine.Segments;

namespace Zvec.Engine.Statistics;

/// <summary>Adds up the sizes of the files of segments, by what they hold and by the field that they are for.</summary>
internal sealed class FileSizes
{
    private readonly Dictionary<string, long> _byKind = [];
    private readonly Dictionary<(int Field, string Kind), long> _byField = [];

    /// <summary>All files that were added.</summary>
    public long Total => _byKind.Values.Sum();

    public void Add(string name, long bytes)
    {
        string kind = Path.GetExtension(name);
        _byKind[kind] = _byKind.GetValueOrDefault(kind) + bytes;
        if (SchemaFiles.FieldOf(name) is { } field)
            _byField[(field, kind)] = _byField.GetValueOrDefault((field, kind)) + bytes;
    }

    /// <summary>The files of a field's indexes.</summary>
    public long OfIndexes(int fieldId) => _byField
        .Where(file => file.Key.Field == fieldId && file.Key.Kind is not (".column" or ".vectors" or ".sparse"))
        .Sum(file => file.Value);

    /// <summary>All files of a collection.</summary>
    /// <param name="deleteMaps">Bytes of delete maps.</param>
    /// <param name="log">Bytes of the log.</param>
    /// <param name="manifest">Bytes of the manifest.</param>
    public DiskUsage ToUsage(long deleteMaps, long log, long manifest) => new()
    {
        Keys = Of(""),
        Fields = Of(".column"),
        Vectors = Of(".vectors") + Of(".sparse"),
        Codes = Of(".codes"),
        Graphs = Of(".hnsw") + Of(".ivf"),
        InvertedIndexes = Of(".inverted") + Of(".postings"),
        TextIndexes = Of(".text"),
        DeleteMaps = deleteMaps,
        Log = log,
        Manifest = manifest,
    };

    private long Of(string kind) => _byKind.GetValueOrDefault(kind);
}
