using System.Text;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Evaluates a filter over a segment.</summary>
internal sealed class SegmentFilter(SegmentView view, CollectionSchema schema, CancellationToken cancellation) : IFilterSource
{
    public CancellationToken Cancellation => cancellation;

    public int RowCount => view.RowCount;

    /// <summary>The rows that are not deleted and that the filter matches.</summary>
    /// <returns>The rows, in a bitmap that the caller may change and give back to the pool.</returns>
    public static Bitmap MatchingRows(SegmentView view, CollectionSchema schema, BoundFilter filter, CancellationToken cancellation)
    {
        var source = new SegmentFilter(view, schema, cancellation);
        return view.Live is { } live ? FilterEvaluator.Evaluate(filter, source, live) : FilterEvaluator.Evaluate(filter, source);
    }

    public Column Column(int fieldId) =>
        fieldId == FilterBinder.KeyField
            ? view.Segment.Keys
            : view.Segment.FindColumn(fieldId) ?? new NullColumn(TypeOf(fieldId), view.RowCount);

    public InvertedIndexReader? Index(int fieldId) => view.Segment.FindInvertedIndex(fieldId);

    public bool FindsKeys => true;

    public int FindKey(object key)
    {
        // No document has such a key, and it has no hash.
        if (key is string text && (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > DocumentKey.MaxTextBytes))
            return -1;
        var documentKey = DocumentKey.From(key);
        return view.Segment.FindRow(documentKey, documentKey.StableHash(), view.RowCount);
    }

    private DataType TypeOf(int fieldId)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            if (field.Id == fieldId)
                return field.Type;
        }

        throw new ArgumentOutOfRangeException(nameof(fieldId), fieldId, "not a field of the collection");
    }
}
