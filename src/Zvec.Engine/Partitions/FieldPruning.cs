using Zvec.Engine.Documents;
using Zvec.Engine.Filters;
using Zvec.Engine.Primitives;
using Zvec.Engine.Search;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Partitions;

/// <summary>Prunes by the values that documents of a partition can have in the field by which it is partitioned.</summary>
/// <remarks>The least and the greatest value of each partition stand in a small segment in memory, a row for each. A filter is rewritten
/// into one over these two fields that says whether a value between them may match, and answered by the same code that answers filters of
/// documents, so that both agree about every type, null and text form.</remarks>
internal sealed class FieldPruning : PartitionPruning
{
    /// <summary>A list of more values is not looked at where each makes two comparisons.</summary>
    private const int MostValues = 256;

    private const string First = "first";
    private const string Last = "last";

    private readonly FieldPartitioning _by;
    private readonly CollectionSchema _schema;
    private readonly CollectionSchema _bounds;
    private readonly SegmentView _rows;

    public FieldPruning(FieldPartitioning by, CollectionSchema schema, IReadOnlyList<string> names)
    {
        _by = by;
        _schema = schema;
        DataType type = schema.FindField(by.FieldName)!.Type;
        _bounds = new CollectionSchema("partitions")
        {
            Key = KeyType.Int32,
            KeyName = "number",
            Fields = { new FieldSchema(First, type) { Nullable = true }, new FieldSchema(Last, type) { Nullable = true } },
        }.WithIds();

        // no vectors, so nothing but managed memory, which goes with this object
        var segment = new MutableSegment(_bounds, firstLog: 1, new MemoryBudget(MemoryBudget.SmallestLimit));
        var normalizer = new DocumentNormalizer(_bounds);
        for (int i = 0; i < names.Count; i++)
        {
            by.TryGetBounds(type, names[i], out object? first, out object? last);
            segment.Append(normalizer.Normalize(new Document(i) { [First] = first, [Last] = last }, partial: false));
        }

        _rows = new SegmentView(segment, names.Count, DeleteMap.Empty);
    }

    public override bool[]? MayMatch(Filter filter)
    {
        Filter may = May(filter);
        if (may == Filter.All)
            return null;
        BoundFilter bound = FilterBinder.Bind(may, _bounds);
        Bitmap rows = SegmentFilter.MatchingRows(_rows, _bounds, bound, CancellationToken.None);
        bool[] matches = new bool[_rows.RowCount];
        for (int row = rows.NextSet(0); row >= 0; row = rows.NextSet(row + 1))
            matches[row] = true;
        BitmapPool.Return(rows);
        return matches;
    }

    /// <summary>What is true of the bounds of every partition that holds a document which the filter matches.</summary>
    private Filter May(Filter filter)
    {
        switch (filter)
        {
            case AndFilter and:
                Filter[] narrowing = [.. and.Operands.Select(May).Where(operand => operand != Filter.All)];
                return narrowing.Length == 0 ? Filter.All : Filter.And(narrowing);
            case OrFilter or:
                Filter[] alternatives = [.. or.Operands.Select(May)];
                return alternatives.Contains(Filter.All) ? Filter.All : Filter.Or(alternatives);
            case NotFilter not:
                return Not(Must(not.Operand));
            case FieldFilter field when field.Field == _by.FieldName:
                return _by.IsByValue ? OfValue(field) ?? Filter.All : MayBetween(field);
            default:
                return Filter.All;
        }
    }

    /// <summary>What is true of the bounds of no partition but those whose documents the filter all matches.</summary>
    private Filter Must(Filter filter)
    {
        switch (filter)
        {
            case AllFilter:
                return Filter.All;
            case AndFilter and:
                return Filter.And(and.Operands.Select(Must));
            case OrFilter or:
                return Filter.Or(or.Operands.Select(Must));
            case NotFilter not:
                return Not(May(not.Operand));
            case FieldFilter field when field.Field == _by.FieldName:
                return _by.IsByValue ? OfValue(field) ?? Filter.None : MustBetween(field);
            default:
                return Filter.None;
        }
    }

    private static Filter Not(Filter filter) =>
        filter == Filter.None ? Filter.All : filter == Filter.All ? Filter.None : Filter.Not(filter);

    /// <summary>The condition on the one value of a partition; null for one that values cannot have.</summary>
    private static Filter? OfValue(FieldFilter filter) => filter switch
    {
        CompareFilter compare => At(new CompareFilter(First, compare.Comparison, compare.Value), filter),
        InFilter one => At(Filter.In(First, one.Values), filter),
        LikeFilter like => At(Filter.Like(First, like.Pattern), filter),
        NullFilter => Filter.IsNull(First),
        _ => null,
    };

    private static Filter MayBetween(FieldFilter filter) => filter switch
    {
        CompareFilter { Comparison: Comparison.Equal } equal => Around(equal.Value, filter),
        CompareFilter { Comparison: Comparison.Less or Comparison.LessOrEqual } less => Compared(First, less),
        CompareFilter greater => Compared(Last, greater),
        InFilter { Values.Count: <= MostValues } one => Filter.Or(one.Values.Select(value => Around(value, filter))),
        NullFilter => Filter.IsNull(First),
        _ => Filter.All,
    };

    private static Filter MustBetween(FieldFilter filter) => filter switch
    {
        CompareFilter { Comparison: Comparison.Equal } => Filter.None,
        CompareFilter { Comparison: Comparison.Less or Comparison.LessOrEqual } less => Compared(Last, less),
        CompareFilter greater => Compared(First, greater),
        NullFilter => Filter.IsNull(First),
        _ => Filter.None,
    };

    private static Filter Around(object value, Filter source) => Filter.And(
        At(new CompareFilter(First, Comparison.LessOrEqual, value), source),
        At(new CompareFilter(Last, Comparison.GreaterOrEqual, value), source));

    private static Filter Compared(string bound, CompareFilter filter) =>
        At(new CompareFilter(bound, filter.Comparison, filter.Value), filter);

    private static Filter At(Filter filter, Filter source)
    {
        filter.Place = source.Place;
        return filter;
    }
}
