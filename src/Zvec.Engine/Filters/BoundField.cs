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

        if (source.Index(fieldId) is { } index && NarrowByIndex(source, index, rows))
            return;
        NullRows.Remove(column, rows);
        Scan(column, source.RowCount, rows.MutableWords, source.Cancellation);
    }

    public sealed override FilterEstimate Estimate(IFilterSource source)
    {
        int rowCount = source.RowCount;
        if (source.Column(fieldId) is NullColumn)
            return new FilterEstimate(0, 0);

        double scan = rowCount * RowCost;
        if (Lookup is not { IsQuick: true } lookup || source.Index(fieldId) is not { } index)
            return new FilterEstimate(Guess(rowCount), scan);
        double effort = lookup.Effort(index);
        if (effort > scan)
            return new FilterEstimate(Guess(rowCount), scan);
        ValueRanges values = lookup.Find(index);
        long found = Math.Min(rowCount, index.CountRows(values));
        double rest = lookup.IsExact ? 0 : found * RowCost;
        return new FilterEstimate(found, Math.Min(scan, effort + (index.CountTouched(values) * IndexRowCost) + rest));
    }

    /// <summary>Removes rows that do not match, as far as an index tells and is cheaper than a look at the rows.</summary>
    /// <returns>Whether all rows are removed that do not match.</returns>
    protected virtual bool NarrowByIndex(IFilterSource source, InvertedIndexReader index, Bitmap rows)
    {
        if (Lookup is not { } lookup)
            return false;
        double most = source.AlwaysAsksIndexes
            ? double.PositiveInfinity
            : Math.Min(source.RowCount, (double)rows.CountSet() * ScanSpread) * RowCost;
        if (lookup.Effort(index) > most)
            return false;
        ValueRanges values = lookup.Find(index);
        if (index.CountTouched(values) * IndexRowCost > most)
            return false;
        Bitmap found = BitmapPool.Empty(rows.Length);
        index.AddRows(values, found);
        rows.And(found);
        BitmapPool.Return(found);
        return lookup.IsExact;
    }

    /// <summary>Removes the rows that do not match; null rows are not among them.</summary>
    protected abstract void Scan(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation);
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
internal sealed class BoundValue(int fieldId, ValueTest test) : BoundField(fieldId)
{
    public int Field => FieldId;

    public ValueTest Test => test;

    protected override double RowCost => test.Matcher!.RowCost;

    protected override IndexLookup? Lookup => test.Lookup;

    protected override void Scan(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation) =>
        test.Matcher!.Narrow(column, rowCount, rows, cancellation);
}
