using System.Numerics;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters.Values;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Filters;

/// <summary>A predicate on one field.</summary>
internal abstract class BoundField(int fieldId) : BoundFilter
{
    /// <summary>What it takes to set a row that an index finds.</summary>
    private const double IndexRowCost = 6;

    /// <summary>Rows that a scan touches for each row it is asked for, where those lie apart.</summary>
    private const int ScanSpread = 8;

    protected int FieldId => fieldId;

    protected abstract double RowCost { get; }

    /// <summary>How an index finds the rows; null when it cannot.</summary>
    protected virtual IndexLookup? Lookup => null;

    /// <summary>The guess where no index tells.</summary>
    protected virtual long Guess(long rows) => Lookup?.Guess(rows) ?? rows / 4;

    public sealed override void Narrow(IFilterSource source, Bitmap rows)
    {
        source.Cancellation.ThrowIfCancellationRequested();
        Column column = source.Column(fieldId);
        if (column is NullColumn)
        {
            rows.MutableWords.Clear();
            return;
        }

        if (Lookup is { } lookup && source.Index(fieldId) is { } index && IndexIsCheaper(lookup, index, source.RowCount, rows))
        {
            Bitmap found = BitmapPool.Empty(rows.Length);
            lookup.Find(index, found);
            rows.And(found);
            BitmapPool.Return(found);
            if (lookup.IsExact)
                return;
        }

        NullRows.Remove(column, rows);
        Scan(column, source.RowCount, rows.MutableWords, source.Cancellation);
    }

    public sealed override FilterEstimate Estimate(IFilterSource source)
    {
        int rowCount = source.RowCount;
        if (source.Column(fieldId) is NullColumn)
            return new FilterEstimate(0, 0);

        double scan = rowCount * RowCost;
        if (Lookup is not { } lookup || source.Index(fieldId) is not { } index)
            return new FilterEstimate(Guess(rowCount), scan);
        long found = Math.Min(rowCount, lookup.Count(index));
        double rest = lookup.IsExact ? 0 : RowCost;
        return new FilterEstimate(found, Math.Min(scan, found * (IndexRowCost + rest)));
    }

    /// <summary>Removes the rows that do not match; null rows are not among them.</summary>
    protected abstract void Scan(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation);

    private bool IndexIsCheaper(IndexLookup lookup, InvertedIndexReader index, int rowCount, Bitmap rows)
    {
        double scan = Math.Min(rowCount, (double)rows.CountSet() * ScanSpread) * RowCost;
        return lookup.Count(index) * IndexRowCost <= scan;
    }
}

/// <summary>The field is null.</summary>
internal sealed class BoundNull(int fieldId) : BoundFilter
{
    public override void Narrow(IFilterSource source, Bitmap rows)
    {
        Column column = source.Column(fieldId);
        if (column.HasNulls)
            NullRows.Keep(column, rows);
        else
            rows.MutableWords.Clear();
    }

    public override FilterEstimate Estimate(IFilterSource source)
    {
        Column column = source.Column(fieldId);
        return new FilterEstimate(column.HasNulls ? NullRows.Count(column, source.RowCount) : 0, source.RowCount / 64.0);
    }
}

/// <summary>The field's value is one of those that a test names.</summary>
internal sealed class BoundValue(int fieldId, ValueMatcher matcher, IndexLookup? lookup) : BoundField(fieldId)
{
    protected override double RowCost => matcher.RowCost;

    protected override IndexLookup? Lookup => lookup;

    protected override void Scan(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation) =>
        matcher.Narrow(column, rowCount, rows, cancellation);
}

/// <summary>Predicates that look at one row after another.</summary>
internal abstract class BoundRows(int fieldId) : BoundField(fieldId)
{
    protected override double RowCost => 40;

    protected sealed override void Scan(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation)
    {
        for (int word = 0; word < rows.Length; word++)
        {
            if (word % ValueMatcher.GlanceWords == 0)
                cancellation.ThrowIfCancellationRequested();
            for (ulong rest = rows[word]; rest != 0; rest &= rest - 1)
            {
                int bit = BitOperations.TrailingZeroCount(rest);
                if (!Matches((ArrayColumn)column, (word << 6) + bit))
                    rows[word] &= ~(1UL << bit);
            }
        }
    }

    protected abstract bool Matches(ArrayColumn column, int row);
}

/// <summary>The array holds one of the values that a test names.</summary>
internal sealed class BoundContains(int fieldId, ValueMatcher matcher, IndexLookup? lookup) : BoundRows(fieldId)
{
    protected override IndexLookup? Lookup => lookup;

    protected override bool Matches(ArrayColumn column, int row)
    {
        Column elements = column.Elements;
        bool mayBeNull = elements.HasNulls;
        column.Range(row, out int start, out int length);
        for (int element = start; element < start + length; element++)
        {
            if (!(mayBeNull && elements.IsNull(element)) && matcher.Matches(elements, element))
                return true;
        }

        return false;
    }
}

/// <summary>The array holds a null.</summary>
internal sealed class BoundContainsNull(int fieldId) : BoundRows(fieldId)
{
    protected override bool Matches(ArrayColumn column, int row)
    {
        Column elements = column.Elements;
        if (!elements.HasNulls)
            return false;
        column.Range(row, out int start, out int length);
        for (int element = start; element < start + length; element++)
        {
            if (elements.IsNull(element))
                return true;
        }

        return false;
    }
}

/// <summary>The array has so many elements.</summary>
internal sealed class BoundArrayLength(int fieldId, Comparison comparison, int wanted) : BoundRows(fieldId)
{
    protected override double RowCost => 10;

    protected override bool Matches(ArrayColumn column, int row)
    {
        column.Range(row, out _, out int length);
        return comparison switch
        {
            Comparison.Equal => length == wanted,
            Comparison.Less => length < wanted,
            Comparison.LessOrEqual => length <= wanted,
            Comparison.Greater => length > wanted,
            _ => length >= wanted,
        };
    }
}

/// <summary>The array's elements match the tests, one each in this order; null is matched by a matcher that is null.</summary>
internal sealed class BoundArrayEqual(int fieldId, ValueMatcher?[] matchers) : BoundRows(fieldId)
{
    protected override long Guess(long rows) => rows / 20;

    protected override bool Matches(ArrayColumn column, int row)
    {
        Column elements = column.Elements;
        column.Range(row, out int start, out int length);
        if (length != matchers.Length)
            return false;
        for (int i = 0; i < matchers.Length; i++)
        {
            bool isNull = elements.IsNull(start + i);
            bool matches = matchers[i] is { } matcher ? !isNull && matcher.Matches(elements, start + i) : isNull;
            if (!matches)
                return false;
        }

        return true;
    }
}
