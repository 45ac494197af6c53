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
