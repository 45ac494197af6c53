using System.Numerics;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters.Values;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Filters;

/// <summary>Predicates that look at one row after another.</summary>
internal abstract class BoundRows(int fieldId) : BoundField(fieldId)
{
    protected override double RowCost => 40;

    protected override void Scan(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation)
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
    /// <summary>When fewer than one in so many rows are asked for, only their elements are looked at.</summary>
    private const int FewRows = 8;

    protected override double RowCost => 10 + matcher.RowCost;

    protected override IndexLookup? Lookup => lookup;

    /// <summary>Looks at the elements of all rows as at a column, many at a time, and then for each row whether one of its own
    /// matched.</summary>
    protected override void Scan(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation)
    {
        var arrays = (ArrayColumn)column;
        int wanted = 0;
        foreach (ulong word in rows)
            wanted += BitOperations.PopCount(word);
        if ((long)wanted * FewRows < rowCount)
        {
            base.Scan(column, rowCount, rows, cancellation);
            return;
        }

        int elementCount = 0;
        if (rowCount > 0)
        {
            arrays.Range(rowCount - 1, out int start, out int length);
            elementCount = start + length;
        }

        Bitmap matching = BitmapPool.Full(elementCount);
        NullRows.Remove(arrays.Elements, matching);
        matcher.Narrow(arrays.Elements, elementCount, matching.MutableWords, cancellation);
        for (int word = 0; word < rows.Length; word++)
        {
            if (word % ValueMatcher.GlanceWords == 0)
                cancellation.ThrowIfCancellationRequested();
            for (ulong rest = rows[word]; rest != 0; rest &= rest - 1)
            {
                int bit = BitOperations.TrailingZeroCount(rest);
                arrays.Range((word << 6) + bit, out int start, out int length);
                if (!matching.IsAnySet(start, length))
                    rows[word] &= ~(1UL << bit);
            }
        }

        BitmapPool.Return(matching);
    }

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
    protected override bool NarrowByIndex(IFilterSource source, InvertedIndexReader index, Bitmap rows)
    {
        Bitmap found = BitmapPool.Empty(rows.Length);
        index.AddNullElements(found);
        rows.And(found);
        BitmapPool.Return(found);
        return true;
    }

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
internal sealed class BoundArrayEqual(int fieldId, ValueMatcher?[] matchers, IndexLookup? lookup) : BoundRows(fieldId)
{
    protected override IndexLookup? Lookup => lookup;

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
