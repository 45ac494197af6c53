using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Verification;

/// <summary>The files of a sealed segment, each opened for itself, so that a damaged one does not keep the others from being read. What is
/// null or missing here is damaged or not there, and the findings say which.</summary>
internal sealed class SegmentParts : IDisposable
{
    private readonly IFileSystem _fileSystem;
    private readonly CollectionFiles _names;
    private readonly CollectionSchema _schema;
    private readonly Findings _findings;
    private readonly Dictionary<string, SectionFileReader> _files = [];
    private readonly List<IDisposable> _owned = [];

    /// <summary>Maps the files; their content is read by <see cref="Read"/>.</summary>
    public SegmentParts(
        IFileSystem fileSystem, CollectionFiles names, CollectionSchema schema, SegmentRecord record, Findings findings)
    {
        _fileSystem = fileSystem;
        _names = names;
        _schema = schema;
        _findings = findings;
        Record = record;
        Map(CollectionFiles.KeysName, FileKind.Keys, ColumnWriter.Version);
        foreach (FieldSchema field in schema.Fields)
        {
            Map(CollectionFiles.ColumnName(field.Id), FileKind.Column, ColumnWriter.Version);
            Map(CollectionFiles.InvertedIndexName(field.Id), FileKind.InvertedIndex, InvertedIndexWriter.Version);
            Map(CollectionFiles.TextIndexName(field.Id), FileKind.Text, TextFormat.Version);
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            Map(CollectionFiles.VectorsName(vector.Id), FileKind.Vectors, VectorColumnFormat.Version);
            Map(CollectionFiles.CodesName(vector.Id), FileKind.Codes, CodesFormat.Version);
            Map(CollectionFiles.GraphName(vector.Id), FileKind.Hnsw, HnswFormat.Version);
            Map(CollectionFiles.IvfName(vector.Id), FileKind.Ivf, IvfFormat.Version);
            Map(CollectionFiles.SparseName(vector.Id), SparseColumn.Kind, SparseColumn.Version);
            Map(CollectionFiles.SparseIndexName(vector.Id), SparseSections.Kind, SparseSections.Version);
        }
    }

    public SegmentRecord Record { get; }

    /// <summary>The keys; null when they are damaged.</summary>
    public Column? Keys { get; private set; }

    /// <summary>The map from key to row; null when it or the keys are damaged.</summary>
    public KeyMap? KeyMap { get; private set; }

    public KeyReader KeyReader => new(_schema.Key, Keys!);

    /// <summary>The rows that are deleted; null when the map is damaged.</summary>
    public DeleteMap? Deletes { get; private set; }

    /// <summary>The columns that are intact, by field.</summary>
    public Dictionary<int, Column> Columns { get; } = [];

    /// <summary>The vector columns that are intact, by field.</summary>
    public Dictionary<int, VectorColumn> Vectors { get; } = [];

    /// <summary>The inverted indexes that are intact, by field.</summary>
    public Dictionary<int, InvertedIndexReader> Inverted { get; } = [];

    /// <summary>The text indexes that are intact, by field.</summary>
    public Dictionary<int, TextIndexReader> Texts { get; } = [];

    /// <summary>The codes that are intact, by field.</summary>
    public Dictionary<int, VectorCodes> Codes { get; } = [];

    /// <summary>The graphs that are intact, by field.</summary>
    public Dictionary<int, HnswGraph> Graphs { get; } = [];

    /// <summary>The IVF indexes that are intact, by field.</summary>
    public Dictionary<int, IvfIndex> Ivf { get; } = [];

    /// <summary>The sparse vector columns that are intact, by field.</summary>
    public Dictionary<int, SparseColumn> Sparse { get; } = [];

    /// <summary>The indexes of sparse vectors that are intact, by field.</summary>
    public Dictionary<int, SparseIndex> SparseIndexes { get; } = [];

    /// <summary>Bytes of the files that are mapped.</summary>
    public long Bytes => _files.Values.Sum(file => file.Length);

    /// <summary>The name of the file that holds a field's vectors.</summary>
    public static string VectorsName(VectorSchema vector) =>
        vector.Type == VectorType.Sparse ? CollectionFiles.SparseName(vector.Id) : CollectionFiles.VectorsName(vector.Id);

    public string PathOf(string name) => Path.Combine(_names.Segment(Record.Number), name);

    /// <summary>Whether the manifest names a file of the segment.</summary>
    public bool Names(string name) => Record.Files.ContainsKey(name);

    /// <summary>Reads the delete map; for when the files are still sure to be there.</summary>
    public void ReadDeletes(ManifestStore manifests)
    {
        if (Record.Deletes is not { } deletes)
        {
            Deletes = DeleteMap.Empty;
            return;
        }

        string path = _names.Deletes(Record.Number, deletes.Generation);
        try
        {
            _findings.Count(_fileSystem.FileExists(path) ? _fileSystem.GetLength(path) : 0);
            Deletes = manifests.LoadDeletes(Record);
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            _findings.Add(path, exception);
        }
    }

    /// <summary>Takes over a delete map that was found otherwise; null for none that is intact.</summary>
    public void UseDeletes(DeleteMap? deletes) => Deletes = deletes;

    /// <summary>Compares all checksums, and opens what is intact.</summary>
    /// <param name="next">Called before each file with its path and size.</param>
    public void Read(Action<string, long> next)
    {
        ReadKeys(next);
        foreach (FieldSchema field in _schema.Fields)
        {
            ReadFile(CollectionFiles.ColumnName(field.Id), next, file =>
                Columns.Add(field.Id, ColumnReader.Open(file, field.Type, Record.Rows)));
            ReadFile(CollectionFiles.InvertedIndexName(field.Id), next, file =>
                Inverted.Add(field.Id, InvertedIndexReader.Open(file, field.Type, Record.Rows)));
            ReadFile(CollectionFiles.TextIndexName(field.Id), next, file =>
                Texts.Add(field.Id, TextIndexReader.Open(file, Record.Rows)));
        }

        foreach (VectorSchema vector in _schema.Vectors)
        {
            ReadFile(CollectionFiles.VectorsName(vector.Id), next, file => OpenVectors(file, vector));
            ReadFile(CollectionFiles.CodesName(vector.Id), next, file => Codes.Add(vector.Id, CodesReader.Open(file, vector, Record.Rows)));
            ReadFile(CollectionFiles.GraphName(vector.Id), next, file => OpenGraph(file, vector));
            ReadFile(CollectionFiles.IvfName(vector.Id), next, file => Ivf.Add(vector.Id, IvfReader.Open(file, vector, Record.Rows)));
            ReadFile(CollectionFiles.SparseName(vector.Id), next, file =>
                Sparse.Add(vector.Id, new SparseColumn((BytesColumn)ColumnReader.Open(file, DataType.Binary, Record.Rows))));
            ReadFile(CollectionFiles.SparseIndexName(vector.Id), next, file =>
                SparseIndexes.Add(vector.Id, SparseIndexReader.Open(file, Record.Rows)));
        }
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
            owned.Dispose();
        foreach (SectionFileReader file in _files.Values)
            file.Dispose();
    }

    private void Map(string name, FileKind kind, ushort version)
    {
        if (!Record.Files.TryGetValue(name, out SegmentFile expected))
            return;
        string path = PathOf(name);
        try
        {
            if (!_fileSystem.FileExists(path))
                throw SectionFileReader.Corrupt(path, "it is missing, although the manifest names it");
            _findings.Count(_fileSystem.GetLength(path));
            var file = new SectionFileReader(_fileSystem, path, kind, version, verify: false);
            _owned.Add(file);
            expected.ThrowUnlessFits(file);
            _files.Add(name, file);
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            _findings.Add(path, exception);
        }
    }

    private void ReadKeys(Action<string, long> next)
    {
        if (!Names(CollectionFiles.KeysName))
            _findings.Add(PathOf(CollectionFiles.KeysName), "the manifest does not name it, although every segment has one");
        if (!_files.TryGetValue(CollectionFiles.KeysName, out SectionFileReader? file))
            return;
        next(file.Path, file.Length);
        IReadOnlyList<(uint Section, string What)> damage = FindDamage(file);
        try
        {
            if (damage.Any(one => one.Section != Segments.KeyMap.SectionId))
                return;
            Column keys = ColumnReader.Open(file, PhysicalTypes.OfKey(_schema.Key), Record.Rows);
            var reader = new KeyReader(_schema.Key, keys);
            for (int row = 0; row < Record.Rows; row++)
            {
                if (reader.FindProblem(row) is { } problem)
                    throw SectionFileReader.Corrupt(file.Path, problem);
            }

            Keys = keys;
            if (damage.Count == 0)
                KeyMap = Segments.KeyMap.Open(file, Record.Rows);
        }
        catch (ZvecException exception)
        {
            _findings.Add(file.Path, exception);
        }
    }

    private void ReadFile(string name, Action<string, long> next, Action<SectionFileReader> open)
    {
        if (!_files.TryGetValue(name, out SectionFileReader? file))
            return;
        next(file.Path, file.Length);
        if (FindDamage(file).Count > 0)
            return;
        try
        {
            open(file);
        }
        catch (ZvecException exception)
        {
            _findings.Add(file.Path, exception);
        }
    }

    private IReadOnlyList<(uint Section, string What)> FindDamage(SectionFileReader file)
    {
        IReadOnlyList<(uint Section, string What)> damage = file.FindDamage();
        foreach ((_, string what) in damage)
            _findings.Add(file.Path, what);
        return damage;
    }

    private void OpenVectors(SectionFileReader file, VectorSchema vector)
    {
        var column = new MappedVectorColumn(file);
        if ((column.Layout with { IsPadded = false }) != VectorRowLayout.For(vector) || column.Count != Record.Rows)
        {
            throw SectionFileReader.Corrupt(
                file.Path,
                $"it holds {column.Count} rows of {column.Layout} where the manifest says {Record.Rows} of {VectorRowLayout.For(vector)}");
        }

        Vectors.Add(vector.Id, column);
    }

    private void OpenGraph(SectionFileReader file, VectorSchema vector)
    {
        HnswGraph graph = HnswReader.Open(file);
        _owned.Add(graph);
        if (graph.Count != Record.Rows)
            throw SectionFileReader.Corrupt(file.Path, $"it is a graph of {graph.Count} rows where the segment has {Record.Rows}");
        Graphs.Add(vector.Id, graph);
    }
}
