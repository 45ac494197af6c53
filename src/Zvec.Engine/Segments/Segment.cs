using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Segments;

/// <summary>A part of a collection: documents in rows, their keys, fields and vectors in columns. Counted by reference: every snapshot that
/// names a segment holds it, and the last one to let go frees it.</summary>
internal abstract class Segment
{
    private ReferenceCount _references = new();

    /// <summary>The documents' keys.</summary>
    public abstract Column Keys { get; }

    /// <summary>The column of a field, or null when the segment is older than the field: every row is null then.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public abstract Column? FindColumn(int fieldId);

    /// <summary>The column of a vector field that is not sparse, or null when the segment is older than the field: no row has a
    /// vector then.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public abstract VectorColumn? FindVectors(int fieldId);

    /// <summary>The column of a sparse vector field, or null when the segment is older than the field: no row has a vector then.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual SparseColumn? FindSparse(int fieldId) => null;

    /// <summary>The vector of a row as callers get it; null when it has none.</summary>
    /// <param name="vector">The field.</param>
    /// <param name="row">The row.</param>
    public object? GetVector(VectorSchema vector, int row) =>
        vector.Type == VectorType.Sparse ? FindSparse(vector.Id)?.GetVector(row) : FindVectors(vector.Id)?.GetVector(row);

    /// <summary>The inverted index of a field, where there is one.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual InvertedIndexReader? FindInvertedIndex(int fieldId) => null;

    /// <summary>The text index of a field, of the first <paramref name="rowCount"/> rows; null when the segment is older than the field,
    /// of which no row has a text then.</summary>
    /// <remarks>What is not indexed yet is indexed by this call, in memory.</remarks>
    /// <param name="field">The field, with the <see cref="TextIndexOptions"/> of the caller's schema; that of the segment may be
    /// older.</param>
    /// <param name="rowCount">The rows that the caller's snapshot sees.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    public virtual TextIndex? FindTextIndex(FieldSchema field, int rowCount, CancellationToken cancellation = default) => null;

    /// <summary>The graph of a vector field, where there is one.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual HnswGraph? FindGraph(int fieldId) => null;

    /// <summary>The graph of a vector field that is being built, to be disposed after the search; null when none is.</summary>
    /// <remarks>To be looked for before <see cref="FindGraph"/>: a graph that has been built in the meantime is found there.</remarks>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual GrowingGraph? EnterGrowingGraph(int fieldId) => null;

    /// <summary>The codes of a vector field of a segment in memory, where there are to be any.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual FreshCodes? FindFreshCodes(int fieldId) => null;

    /// <summary>The codes of a vector field, where there are any.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual VectorCodes? FindCodes(int fieldId) => null;

    /// <summary>The IVF index of a vector field, where there is one.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual IvfIndex? FindIvf(int fieldId) => null;

    /// <summary>The inverted index of a sparse vector field, where there is one.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual SparseIndex? FindSparseIndex(int fieldId) => null;

    /// <summary>The indexes of pieces of a sparse vector field of a segment in memory, where there are to be any.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    public virtual FreshSparseIndex? FindFreshSparseIndex(int fieldId) => null;

    /// <summary>The row of the newest version of a document among the first <paramref name="rowCount"/> rows, deleted or not; −1 when there
    /// is none.</summary>
    /// <param name="key">The document's key.</param>
    /// <param name="hash">The key's <see cref="DocumentKey.StableHash"/>.</param>
    /// <param name="rowCount">The rows to look at.</param>
    public abstract int FindRow(DocumentKey key, ulong hash, int rowCount);

    public void AddReference() => _references.Add();

    public void Release()
    {
        if (_references.Release())
            Free();
    }

    /// <summary>Frees memory and files; nobody uses the segment any more.</summary>
    protected abstract void Free();
}
