using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>An immutable segment on disk, mapped. Indexes may be added beside it while it is in use.</summary>
internal sealed class SealedSegment : Segment
{
    private readonly SegmentFiles _files;
    private volatile Dictionary<int, Column> _columns = []; // replaced, never changed
    private volatile Dictionary<int, VectorColumn> _vectors = []; // likewise
    private volatile Dictionary<int, SparseColumn> _sparse = []; // likewise
    private readonly KeyReader _keyReader;
    private readonly KeyMap _keyMap;
    private volatile SegmentIndexes _indexes = SegmentIndexes.Empty;
    private volatile Dictionary<int, GrowingGraph> _growing = []; // replaced, never changed
    private volatile FileRemoval? _removal;
    private readonly WalkedMemory _walked = new();
    private readonly FreshTexts _texts = new();
    private MemoryBudget? _memory;

    /// <summary>Opens the segment's files.</summary>
    /// <param name="fileSystem">Where the files are.</param>
    /// <param name="files">The collection's names.</param>
    /// <param name="schema">The schema; a field whose file the segment lacks is newer than the segment.</param>
    /// <param name="record">What the manifest says of it.</param>
    /// <param name="verify">Whether to check every checksum.</param>
    public SealedSegment(
        IFileSystem fileSystem, CollectionFiles files, CollectionSchema schema, SegmentRecord record, bool verify)
    {
        Number = record.Number;
        RowCount = record.Rows;
        Folder = files.Segment(record.Number);
        _files = new SegmentFiles(fileSystem, Folder);
        try
        {
            SectionFileReader keys = _files.Open(CollectionFiles.KeysName, FileKind.Keys, ColumnWriter.Version, record, verify);
            Keys = ColumnReader.Open(keys, PhysicalTypes.OfKey(schema.Key), RowCount);
            _keyReader = new KeyReader(schema.Key, Keys);
            CheckKeys(keys.Path, schema.Key);
            _keyMap = KeyMap.Open(keys, RowCount);
            foreach (FieldSchema field in schema.Fields)
                OpenField(field, record, verify);
            foreach (VectorSchema vector in schema.Vectors)
                OpenVector(vector, record, verify);
        }
        catch
        {
            Free();
            throw;
        }
    }

    /// <summary>Names the segment's folder.</summary>
    public int Number { get; }

    /// <summary>Its rows, deleted ones included.</summary>
    public int RowCount { get; }

    public string Folder { get; }

    /// <summary>Its files by name, delete maps aside; those of fields that the schema has no more, or has not yet, included.</summary>
    public IReadOnlyDictionary<string, SegmentFile> Files => _files.Named;

    /// <summary>The files that belong to a schema, by name: what a manifest of that schema names.</summary>
    public IReadOnlyDictionary<string, SegmentFile> FilesOf(CollectionSchema schema) =>
        Files.Where(file => SchemaFiles.Has(schema, file.Key)).ToDictionary();

    /// <summary>One of the <see cref="Files"/>, mapped as long as the caller holds the segment.</summary>
    public SectionFileReader FindFile(string name) => _files.Find(name);

    public override Column Keys { get; }

    public override Column? FindColumn(int fieldId) => _columns.GetValueOrDefault(fieldId);

    public override VectorColumn? FindVectors(int fieldId) => _vectors.GetValueOrDefault(fieldId);

    public override SparseColumn? FindSparse(int fieldId) => _sparse.GetValueOrDefault(fieldId);

    public override SparseIndex? FindSparseIndex(int fieldId) => _indexes.Sparse.GetValueOrDefault(fieldId);

    public override InvertedIndexReader? FindInvertedIndex(int fieldId) => _indexes.Inverted.GetValueOrDefault(fieldId);

    public override TextIndex? FindTextIndex(FieldSchema field, int rowCount, CancellationToken cancellation = default)
    {
        if (field.Index is not TextIndexOptions options || FindColumn(field.Id) is not BytesColumn column)
            return null;
        if (FindTextIndexFile(field.Id, options) is { } before)
            return before;
        FreshText fresh = _texts.Of(field.Id, options, column);
        if (FindTextIndexFile(field.Id, options) is not { } index)
            return fresh.Of(rowCount, cancellation);

        // it came to be in between, and did not know of the one in memory
        _texts.Remove(field.Id);
        return index;
    }

    /// <summary>The text index of a field on disk, whatever its analysis; null when there is none.</summary>
    public TextIndexReader? FindTextIndexFile(int fieldId) => _indexes.Texts.GetValueOrDefault(fieldId);

    public override VectorCodes? FindCodes(int fieldId) => _indexes.Codes.GetValueOrDefault(fieldId);

    public override HnswGraph? FindGraph(int fieldId) => _indexes.Graphs.GetValueOrDefault(fieldId);

    public override GrowingGraph? EnterGrowingGraph(int fieldId) =>
        _growing.TryGetValue(fieldId, out GrowingGraph? growing) && growing.TryEnter() ? growing : null;

    public override IvfIndex? FindIvf(int fieldId) => _indexes.Ivf.GetValueOrDefault(fieldId);

    public override int FindRow(DocumentKey key, ulong hash, int rowCount) => _keyMap.Find(key, hash, _keyReader, rowCount);

    /// <summary>Takes a column into use that was written beside the segment.</summary>
    public void AttachColumn(FieldSchema field, bool verify) => AttachColumn(field, record: null, verify);

    /// <summary>Takes a vector column into use that was written beside the segment.</summary>
    public void AttachVectors(VectorSchema vector, bool verify)
    {
        if (vector.Type == VectorType.Sparse)
            AttachSparse(vector, record: null, verify);
        else
            AttachVectors(vector, record: null, verify);
    }

    /// <summary>Has searches find those indexes of fields no more that a schema does not ask for; who uses one goes on.</summary>
    public void DetachIndexes(CollectionSchema schema)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            var id = new HashSet<int> { field.Id };
            if (field.Index is not InvertedIndexOptions && _indexes.Inverted.ContainsKey(field.Id))
            {
                _indexes = _indexes with { Inverted = Without(_indexes.Inverted, id) };
                _files.Forget(CollectionFiles.InvertedIndexName(field.Id));
            }

            if (field.Index is not TextIndexOptions && _indexes.Texts.ContainsKey(field.Id))
            {
                _indexes = _indexes with { Texts = Without(_indexes.Texts, id) };
                _texts.Remove(field.Id);
                _files.Forget(CollectionFiles.TextIndexName(field.Id));
            }
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            if (vector.Index is not SparseIndexOptions && _indexes.Sparse.ContainsKey(vector.Id))
            {
                _indexes = _indexes with { Sparse = Without(_indexes.Sparse, new HashSet<int> { vector.Id }) };
                _files.Forget(CollectionFiles.SparseIndexName(vector.Id));
            }
        }
    }

    /// <summary>Lets go of columns and their indexes that were attached for a schema that did not come to be, and of which nobody
    /// knows.</summary>
    public void Discard(IReadOnlySet<int> fieldIds)
    {
        SegmentIndexes indexes = _indexes;
        foreach (int id in fieldIds)
        {
            if (indexes.Graphs.TryGetValue(id, out HnswGraph? graph))
                graph.Scratch.Dispose();
        }

        _indexes = indexes with
        {
            Inverted = Without(indexes.Inverted, fieldIds),
            Texts = Without(indexes.Texts, fieldIds),
            Codes = Without(indexes.Codes, fieldIds),
            Graphs = Without(indexes.Graphs, fieldIds),
            Ivf = Without(indexes.Ivf, fieldIds),
            Sparse = Without(indexes.Sparse, fieldIds),
        };
        foreach (int id in fieldIds)
            _texts.Remove(id);
        _columns = Without(_columns, fieldIds);
        _vectors = Without(_vectors, fieldIds);
        _sparse = Without(_sparse, fieldIds);
        _files.Close(fieldIds);
    }

    /// <summary>Takes an inverted index into use that was written beside the segment.</summary>
    public void AttachInvertedIndex(FieldSchema field, bool verify) => AttachInvertedIndex(field, record: null, verify);

    /// <summary>Takes a text index into use that was written beside the segment.</summary>
    public void AttachTextIndex(FieldSchema field, bool verify) => AttachTextIndex(field, record: null, verify);

    /// <summary>Takes codes into use that were written beside the segment.</summary>
    public void AttachCodes(VectorSchema vector, bool verify) => AttachCodes(vector, record: null, verify);

    /// <summary>Takes a graph into use that was written beside the segment.</summary>
    public void AttachGraph(VectorSchema vector, bool verify) => AttachGraph(vector, record: null, verify);

    /// <summary>Has searches use a graph while it is built, until <see cref="HideGrowingGraph"/>; whoever builds it goes on owning
    /// it.</summary>
    public void ShowGrowingGraph(VectorSchema vector, GrowingGraph graph) => _growing = new(_growing) { [vector.Id] = graph };

    /// <summary>Has searches find the graph no more that was being built.</summary>
    public void HideGrowingGraph(VectorSchema vector)
    {
        var others = new Dictionary<int, GrowingGraph>(_growing);
        others.Remove(vector.Id);
        _growing = others;
    }

    /// <summary>Takes an IVF index into use that was written beside the segment.</summary>
    public void AttachIvf(VectorSchema vector, bool verify) => AttachIvf(vector, record: null, verify);

    /// <summary>Takes an index of sparse vectors into use that was written beside the segment.</summary>
    public void AttachSparseIndex(VectorSchema vector, bool verify) => AttachSparseIndex(vector, record: null, verify);

    /// <summary>Counts the memory that the graphs keep for searches.</summary>
    public void KeepScratchIn(MemoryBudget memory)
    {
        _memory = memory;
        _walked.Memory = memory.AllowsCopies ? memory : null;
        _texts.Memory = memory;
        foreach (HnswGraph graph in _indexes.Graphs.Values)
            graph.Scratch.Memory = memory;
    }

    /// <summary>Whether a manifest's record is of this segment: of the same files, although it may name further indexes.</summary>
    public bool IsOf(SegmentRecord record) =>
        record.Number == Number
        && record.Rows == RowCount
        && Files.All(file => record.Files.TryGetValue(file.Key, out SegmentFile named) && named.Fits(file.Value));

    /// <summary>Takes the columns and indexes into use that a newer manifest names for the segment.</summary>
    public void AttachAdded(CollectionSchema schema, SegmentRecord record, bool verify)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            if (!_columns.ContainsKey(field.Id) && record.Files.ContainsKey(CollectionFiles.ColumnName(field.Id)))
                AttachColumn(field, record, verify);
            if (!_indexes.Inverted.ContainsKey(field.Id) && record.Files.ContainsKey(CollectionFiles.InvertedIndexName(field.Id)))
                AttachInvertedIndex(field, record, verify);
            if (!_indexes.Texts.ContainsKey(field.Id) && record.Files.ContainsKey(CollectionFiles.TextIndexName(field.Id)))
                AttachTextIndex(field, record, verify);
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            if (vector.Type == VectorType.Sparse && !_sparse.ContainsKey(vector.Id))
                OpenSparse(vector, record, verify);
            if (!_vectors.ContainsKey(vector.Id) && record.Files.ContainsKey(CollectionFiles.VectorsName(vector.Id)))
                AttachVectors(vector, record, verify);
            if (!_indexes.Codes.ContainsKey(vector.Id) && record.Files.ContainsKey(CollectionFiles.CodesName(vector.Id)))
                AttachCodes(vector, record, verify);
            if (!_indexes.Graphs.ContainsKey(vector.Id) && record.Files.ContainsKey(CollectionFiles.GraphName(vector.Id)))
                AttachGraph(vector, record, verify);
            if (!_indexes.Ivf.ContainsKey(vector.Id) && record.Files.ContainsKey(CollectionFiles.IvfName(vector.Id)))
                AttachIvf(vector, record, verify);
            if (!_indexes.Sparse.ContainsKey(vector.Id) && record.Files.ContainsKey(CollectionFiles.SparseIndexName(vector.Id)))
                AttachSparseIndex(vector, record, verify);
        }
    }

    /// <summary>Has the files deleted when the last snapshot lets go: no manifest names the segment any more.</summary>
    /// <param name="removal">Deletes them.</param>
    public void MarkObsolete(FileRemoval removal) => _removal = removal;

    protected override void Free()
    {
        foreach (HnswGraph graph in _indexes.Graphs.Values)
            graph.Scratch.Dispose();
        _walked.Free();
        _texts.Free();
        _files.CloseAll();
        _removal?.DeleteDirectory(Folder);
    }

    /// <summary>Looks once at keys that could not be looked for later.</summary>
    private void CheckKeys(string path, KeyType type)
    {
        if (type != KeyType.String && !Keys.HasNulls)
            return;
        for (int row = 0; row < RowCount; row++)
        {
            if (_keyReader.FindProblem(row) is { } problem)
                throw SectionFileReader.Corrupt(path, problem);
        }
    }

    private void OpenField(FieldSchema field, SegmentRecord record, bool verify)
    {
        if (!record.Files.ContainsKey(CollectionFiles.ColumnName(field.Id)))
            return;
        AttachColumn(field, record, verify);
        if (record.Files.ContainsKey(CollectionFiles.InvertedIndexName(field.Id)))
            AttachInvertedIndex(field, record, verify);
        if (record.Files.ContainsKey(CollectionFiles.TextIndexName(field.Id)))
            AttachTextIndex(field, record, verify);
    }

    private void OpenVector(VectorSchema vector, SegmentRecord record, bool verify)
    {
        if (vector.Type == VectorType.Sparse)
        {
            OpenSparse(vector, record, verify);
            return;
        }

        if (!record.Files.ContainsKey(CollectionFiles.VectorsName(vector.Id)))
            return;
        AttachVectors(vector, record, verify);
        if (record.Files.ContainsKey(CollectionFiles.CodesName(vector.Id)))
            AttachCodes(vector, record, verify);
        if (record.Files.ContainsKey(CollectionFiles.GraphName(vector.Id)))
            AttachGraph(vector, record, verify);
        if (record.Files.ContainsKey(CollectionFiles.IvfName(vector.Id)))
            AttachIvf(vector, record, verify);
    }

    private void OpenSparse(VectorSchema vector, SegmentRecord record, bool verify)
    {
        if (!record.Files.ContainsKey(CollectionFiles.SparseName(vector.Id)))
            return;
        AttachSparse(vector, record, verify);
        if (record.Files.ContainsKey(CollectionFiles.SparseIndexName(vector.Id)))
            AttachSparseIndex(vector, record, verify);
    }

    private void AttachSparse(VectorSchema vector, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.SparseName(vector.Id);
        SparseColumn column = _files.Open(name, SparseColumn.Kind, SparseColumn.Version, record, verify, file =>
            new SparseColumn((BytesColumn)ColumnReader.Open(file, DataType.Binary, RowCount)));
        _sparse = new(_sparse) { [vector.Id] = column };
    }

    private void AttachSparseIndex(VectorSchema vector, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.SparseIndexName(vector.Id);
        SparseIndex index = _files.Open(name, SparseSections.Kind, SparseSections.Version, record, verify, file =>
            SparseIndexReader.Open(file, RowCount));
        _indexes = _indexes with { Sparse = new(_indexes.Sparse) { [vector.Id] = index } };
    }

    private void AttachColumn(FieldSchema field, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.ColumnName(field.Id);
        Column column = _files.Open(name, FileKind.Column, ColumnWriter.Version, record, verify, file =>
            ColumnReader.Open(file, field.Type, RowCount));
        _columns = new(_columns) { [field.Id] = column };
    }

    private void AttachVectors(VectorSchema vector, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.VectorsName(vector.Id);
        VectorColumn column = _files.Open(name, FileKind.Vectors, VectorColumnFormat.Version, record, verify, file =>
        {
            var opened = new MappedVectorColumn(file);
            return (opened.Layout with { IsPadded = false }) == VectorRowLayout.For(vector) && opened.Count == RowCount
                ? opened
                : throw SectionFileReader.Corrupt(file.Path, $"it holds {opened.Count} rows of {opened.Layout} where the manifest says "
                    + $"{RowCount} of {VectorRowLayout.For(vector)}");
        });
        _vectors = new(_vectors) { [vector.Id] = column };
    }

    private void AttachInvertedIndex(FieldSchema field, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.InvertedIndexName(field.Id);
        InvertedIndexReader index = _files.Open(
            name, FileKind.InvertedIndex, InvertedIndexWriter.Version, record, verify, file =>
                InvertedIndexReader.Open(file, field.Type, RowCount));
        _indexes = _indexes with { Inverted = new(_indexes.Inverted) { [field.Id] = index } };
    }

    private TextIndexReader? FindTextIndexFile(int fieldId, TextIndexOptions options) =>
        FindTextIndexFile(fieldId) is { } index && index.Fingerprint == TextFormat.Fingerprint(options) ? index : null;

    private void AttachTextIndex(FieldSchema field, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.TextIndexName(field.Id);
        TextIndexReader index = _files.Open(
            name, FileKind.Text, TextFormat.Version, record, verify, file => TextIndexReader.Open(file, RowCount));
        _indexes = _indexes with { Texts = new(_indexes.Texts) { [field.Id] = index } };
        _texts.Remove(field.Id);
    }

    private void AttachCodes(VectorSchema vector, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.CodesName(vector.Id);
        VectorCodes codes = _files.Open(name, FileKind.Codes, CodesFormat.Version, record, verify, file =>
            CodesReader.Open(file, vector, RowCount));
        _indexes = _indexes with { Codes = new(_indexes.Codes) { [vector.Id] = codes } };
    }

    private void AttachGraph(VectorSchema vector, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.GraphName(vector.Id);
        HnswGraph graph = _files.Open(name, FileKind.Hnsw, HnswFormat.Version, record, verify, file =>
        {
            HnswGraph opened = HnswReader.Open(file);
            return opened.Count == RowCount
                ? opened
                : throw SectionFileReader.Corrupt(file.Path, $"it is a graph of {opened.Count} rows where the segment has {RowCount}");
        });
        graph.Scratch.Memory = _memory;
        graph.Scratch.WalkedOften = () => MoveWalked(vector.Id);
        _indexes = _indexes with { Graphs = new(_indexes.Graphs) { [vector.Id] = graph } };
    }

    private void AttachIvf(VectorSchema vector, SegmentRecord? record, bool verify)
    {
        string name = CollectionFiles.IvfName(vector.Id);
        IvfIndex index = _files.Open(name, FileKind.Ivf, IvfFormat.Version, record, verify, file => IvfReader.Open(file, vector, RowCount));
        _indexes = _indexes with { Ivf = new(_indexes.Ivf) { [vector.Id] = index } };
    }

    /// <summary>Has what walks of a field read moved to where it is read faster, in the background.</summary>
    private void MoveWalked(int fieldId)
    {
        if (!LargePages.Exist)
            return;
        AddReference(); // the caller holds one, so that the files are still there
        var mover = new Thread(() =>
        {
            try
            {
                BackgroundThread.GiveWay();
                if (FindGraph(fieldId) is { } graph && _walked.Move(graph))
                    _files.Forget(CollectionFiles.GraphName(fieldId), HnswFormat.BaseLinksSection);
                if (FindCodes(fieldId) is { } codes && _walked.Move(codes))
                    _files.Forget(CollectionFiles.CodesName(fieldId), CodesFormat.RowsSection);
            }
            finally
            {
                Release();
            }
        })
        {
            IsBackground = true,
            Name = "Zvec memory mover",
        };
        mover.Start();
    }

    private static Dictionary<int, T> Without<T>(Dictionary<int, T> all, IReadOnlySet<int> fieldIds) =>
        all.Where(one => !fieldIds.Contains(one.Key)).ToDictionary();
}
