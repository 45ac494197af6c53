using System.Collections.Concurrent;
using Zvec.Engine.Columns;
using Zvec.Engine.Documents;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Segments;

/// <summary>The newest documents, in memory. One thread appends; a reader sees the rows below the count that its snapshot was published
/// with. A row is never changed: a newer version of a document is a new row, and the older one is deleted.</summary>
internal sealed class MutableSegment : Segment
{
    /// <summary>What a document takes in the table of keys: a node of it, its places in the buckets, and the previous row.</summary>
    private const long BytesPerKey = 112;

    /// <summary>What a string takes beside its characters.</summary>
    private const int StringBytes = 24;

    /// <summary>What sealing takes for a document: its row number, and its places in the key map that is written.</summary>
    private const long SealingBytesPerRow = 28;

    /// <summary>What a value takes beside its bytes, at most.</summary>
    private const long BytesPerValue = 24;

    private readonly ColumnBuilder _keys;
    private readonly (int Id, ColumnBuilder Column)[] _columns;
    private readonly (int Id, MutableVectorColumn? Column)[] _vectors; // none of a sparse vector
    private readonly Dictionary<int, FreshCodes> _codes = [];
    private readonly FreshTexts _texts;
    private readonly Dictionary<int, (BytesColumnBuilder Builder, SparseColumn Column)> _sparse = [];
    private readonly Dictionary<int, FreshSparseIndex> _sparseIndexes = [];
    private readonly ConcurrentDictionary<DocumentKey, int> _newest = new();
    private readonly ChunkedList<int> _previous = new();
    private readonly MemoryReservation _memory;
    private long _keyTextBytes;

    /// <param name="schema">What the documents look like, as long as the segment takes them.</param>
    /// <param name="firstLog">The first file of the log that holds the segment's documents.</param>
    /// <param name="memory">What the documents' memory is counted against until the segment is freed.</param>
    public MutableSegment(CollectionSchema schema, long firstLog, MemoryBudget memory)
    {
        FirstLog = firstLog;
        _memory = memory.Track();
        _texts = new FreshTexts { Memory = memory };
        _keys = ColumnBuilder.Create(PhysicalTypes.OfKey(schema.Key));
        _columns = [.. schema.Fields.Select(field => (field.Id, ColumnBuilder.Create(field.Type)))];
        _vectors = [.. schema.Vectors.Select(vector => (vector.Id, MakeColumn(vector)))];
        foreach ((VectorSchema vector, (int id, MutableVectorColumn? column)) in schema.Vectors.Zip(_vectors))
        {
            if (column is null)
                AddSparse(vector, memory);
            else if (CodeForms.Of(vector) is { } form)
                _codes.Add(id, new FreshCodes(form, column, memory));
        }
    }

    /// <summary>The first file of the log that holds the segment's documents.</summary>
    public long FirstLog { get; }

    /// <summary>Rows appended so far; for the appending thread.</summary>
    public int RowCount => _keys.Count;

    /// <summary>What it had reserved of memory when it was last measured.</summary>
    public long ReservedBytes => _memory.Bytes;

    /// <summary>About how much memory the documents take, in bytes; for the appending thread.</summary>
    public long MemoryBytes
    {
        get
        {
            long bytes = _keys.MemoryBytes + _previous.AllocatedBytes + (RowCount * BytesPerKey) + _keyTextBytes;
            foreach ((_, ColumnBuilder column) in _columns)
                bytes += column.MemoryBytes;
            foreach ((_, MutableVectorColumn? column) in _vectors)
                bytes += column?.AllocatedBytes ?? 0;
            foreach ((BytesColumnBuilder builder, _) in _sparse.Values)
                bytes += builder.MemoryBytes;
            return bytes;
        }
    }

    public override Column Keys => _keys.Column;

    /// <summary>What a document takes at most in memory beside the bytes of its key and values, by its schema.</summary>
    public static long OverheadPerDocument(CollectionSchema schema)
    {
        long bytes = BytesPerKey + SealingBytesPerRow + StringBytes + ((schema.Fields.Count + 1) * BytesPerValue);
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (vector.Type == VectorType.Sparse)
            {
                bytes += BytesPerValue + StringBytes;
                continue;
            }

            // what is not given takes its place in the column all the same
            var layout = VectorRowLayout.For(vector);
            bytes += vector.Nullable ? layout.Stride : layout.Stride - layout.DataBytes;
        }

        return bytes;
    }

    /// <summary>What a document takes at most in memory.</summary>
    /// <param name="document">The document; a partial one for what it names.</param>
    /// <param name="encodedBytes">The bytes that its key and values take in the log.</param>
    /// <param name="overhead"><see cref="OverheadPerDocument"/>.</param>
    public static long Estimate(NormalizedDocument document, long encodedBytes, long overhead)
    {
        long bytes = encodedBytes + overhead + (2L * document.Key.TextLength);
        foreach (object? value in document.Values)
        {
            if (value is Array array and not byte[])
                bytes += array.Length * BytesPerValue;
        }

        return bytes;
    }

    /// <summary>Counts what the documents take now, and what sealing them will; for the appending thread.</summary>
    public void Measure() => _memory.Resize(MemoryBytes + (RowCount * SealingBytesPerRow));

    /// <summary>Appends a document that fits the segment's schema.</summary>
    /// <returns>Its row.</returns>
    public int Append(NormalizedDocument document)
    {
        int row = _keys.Count;
        _keys.Append(document.Key.Value);
        for (int i = 0; i < _columns.Length; i++)
            _columns[i].Column.Append(document.Values[i]);
        for (int i = 0; i < _vectors.Length; i++)
        {
            object? value = document.Values[_columns.Length + i];
            if (_vectors[i].Column is not { } column)
                _sparse[_vectors[i].Id].Builder.Append(value);
            else if (value is byte[] elements)
                column.Append(elements);
            else
                column.AppendMissing();
        }

        if (document.Key.Type == KeyType.String)
            _keyTextBytes += StringBytes + (2L * document.Key.TextLength);
        _previous.Add(_newest.TryGetValue(document.Key, out int previous) ? previous : -1);
        _newest[document.Key] = row;
        return row;
    }

    public override Column? FindColumn(int fieldId)
    {
        foreach ((int id, ColumnBuilder column) in _columns)
        {
            if (id == fieldId)
                return column.Column;
        }

        return null;
    }

    public override VectorColumn? FindVectors(int fieldId)
    {
        foreach ((int id, MutableVectorColumn? column) in _vectors)
        {
            if (id == fieldId)
                return column;
        }

        return null;
    }

    public override TextIndex? FindTextIndex(FieldSchema field, int rowCount, CancellationToken cancellation = default) =>
        field.Index is TextIndexOptions options && FindColumn(field.Id) is BytesColumn column
            ? _texts.Of(field.Id, options, column).Of(rowCount, cancellation)
            : null;

    public override SparseColumn? FindSparse(int fieldId) => _sparse.TryGetValue(fieldId, out var found) ? found.Column : null;

    public override FreshSparseIndex? FindFreshSparseIndex(int fieldId) => _sparseIndexes.GetValueOrDefault(fieldId);

    public override FreshCodes? FindFreshCodes(int fieldId) => _codes.GetValueOrDefault(fieldId);

    public override int FindRow(DocumentKey key, ulong hash, int rowCount)
    {
        if (!_newest.TryGetValue(key, out int row))
            return -1;
        while (row >= rowCount)
            row = _previous[row];
        return row;
    }

    protected override void Free()
    {
        foreach (FreshCodes codes in _codes.Values)
            codes.Dispose();
        _texts.Free();
        foreach (FreshSparseIndex index in _sparseIndexes.Values)
            index.Dispose();
        foreach ((_, MutableVectorColumn? column) in _vectors)
            column?.Dispose();
        _memory.Dispose();
    }

    private static MutableVectorColumn? MakeColumn(VectorSchema vector) =>
        vector.Type == VectorType.Sparse ? null : new MutableVectorColumn(VectorRowLayout.For(vector));

    private void AddSparse(VectorSchema vector, MemoryBudget memory)
    {
        var builder = new BytesColumnBuilder(DataType.Binary);
        var column = new SparseColumn((BytesColumn)builder.Column);
        _sparse.Add(vector.Id, (builder, column));
        if (vector.Index is SparseIndexOptions)
            _sparseIndexes.Add(vector.Id, new FreshSparseIndex(column, memory));
    }
}
