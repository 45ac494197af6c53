using Zvec.Engine.Primitives;

namespace Zvec.Engine.Filters;

/// <summary>A filter whose fields and values have been checked against a schema, and which any segment of that schema can answer.
/// Immutable.</summary>
internal abstract class BoundFilter
{
    public static readonly BoundFilter All = new BoundConstant(true);

    public static readonly BoundFilter None = new BoundConstant(false);

    /// <summary>Removes the rows that do not match.</summary>
    /// <param name="source">The segment.</param>
    /// <param name="rows">Rows of the segment; the bitmap ranges over all of them.</param>
    public abstract void Narrow(IFilterSource source, Bitmap rows);

    /// <summary>What the filter is expected to match and to take, on all rows of a segment.</summary>
    public abstract FilterEstimate Estimate(IFilterSource source);

    public static BoundFilter Not(BoundFilter operand) =>
        operand == All ? None : operand == None ? All : operand is BoundNot not ? not.Operand : new BoundNot(operand);

    public static BoundFilter And(ReadOnlySpan<BoundFilter> operands)
    {
        if (operands.Contains(None))
            return None;
        BoundFilter last = All;
        int kept = 0;
        foreach (BoundFilter operand in operands)
        {
            if (operand == All)
                continue;
            last = operand;
            kept++;
        }

        if (kept < 2)
            return last;
        return new BoundAnd(kept == operands.Length ? operands.ToArray() : [.. operands.ToArray().Where(operand => operand != All)]);
    }

    public static BoundFilter Or(IEnumerable<BoundFilter> operands)
    {
        var kept = new List<BoundFilter>();
        foreach (BoundFilter operand in operands)
        {
            if (operand == All)
                return All;
            if (operand != None)
                kept.Add(operand);
        }

        return kept.Count switch { 0 => None, 1 => kept[0], _ => new BoundOr([.. kept]) };
    }

    protected static bool IsEmpty(Bitmap rows) => !rows.Words.ContainsAnyExcept(0UL);
}

/// <summary>What evaluating a filter on a segment is expected to give and to take.</summary>
/// <param name="Rows">The rows that match: exact where an index tells, otherwise a guess.</param>
/// <param name="Cost">The effort, in units of one value compared in a vectorised scan.</param>
internal readonly record struct FilterEstimate(long Rows, double Cost);

internal sealed class BoundConstant(bool matches) : BoundFilter
{
    public override void Narrow(IFilterSource source, Bitmap rows)
    {
        if (!matches)
            rows.MutableWords.Clear();
    }

    public override FilterEstimate Estimate(IFilterSource source) => new(matches ? source.RowCount : 0, 0);
}

internal sealed class BoundAnd(BoundFilter[] operands) : BoundFilter
{
    /// <summary>Up to so many are put in order on the stack.</summary>
    private const int FewOperands = 16;

    public override void Narrow(IFilterSource source, Bitmap rows)
    {
        // What removes most rows for its effort goes first: the others then look only at what is left.
        Span<double> ranks = operands.Length <= FewOperands ? stackalloc double[operands.Length] : new double[operands.Length];
        Span<int> order = operands.Length <= FewOperands ? stackalloc int[operands.Length] : new int[operands.Length];
        for (int i = 0; i < ranks.Length; i++)
        {
            FilterEstimate estimate = operands[i].Estimate(source);
            ranks[i] = estimate.Cost / (source.RowCount - estimate.Rows + 1);
            order[i] = i;
        }

        ranks.Sort(order);
        foreach (int operand in order)
        {
            if (IsEmpty(rows))
                return;
            operands[operand].Narrow(source, rows);
        }
    }

    public override FilterEstimate Estimate(IFilterSource source)
    {
        double share = 1;
        double cost = 0;
        foreach (BoundFilter operand in operands)
        {
            FilterEstimate estimate = operand.Estimate(source);
            share *= (double)estimate.Rows / Math.Max(1, source.RowCount);
            cost += estimate.Cost;
        }

        return new FilterEstimate((long)Math.Ceiling(share * source.RowCount), cost);
    }
}

internal sealed class BoundOr(BoundFilter[] operands) : BoundFilter
{
    public override void Narrow(IFilterSource source, Bitmap rows)
    {
        Bitmap undecided = BitmapPool.Copy(rows);
        rows.MutableWords.Clear();
        foreach (BoundFilter operand in operands)
        {
            if (IsEmpty(undecided))
                break;
            Bitmap found = BitmapPool.Copy(undecided);
            operand.Narrow(source, found);
            rows.Or(found);
            undecided.AndNot(found);
            BitmapPool.Return(found);
        }

        BitmapPool.Return(undecided);
    }

    public override FilterEstimate Estimate(IFilterSource source)
    {
        long rows = 0;
        double cost = 0;
        foreach (BoundFilter operand in operands)
        {
            FilterEstimate estimate = operand.Estimate(source);
            rows += estimate.Rows;
            cost += estimate.Cost;
        }

        return new FilterEstimate(Math.Min(rows, source.RowCount), cost);
    }
}

internal sealed class BoundNot(BoundFilter operand) : BoundFilter
{
    public BoundFilter Operand => operand;

    public override void Narrow(IFilterSource source, Bitmap rows)
    {
        Bitmap found = BitmapPool.Copy(rows);
        operand.Narrow(source, found);
        rows.AndNot(found);
        BitmapPool.Return(found);
    }

    public override FilterEstimate Estimate(IFilterSource source)
    {
        FilterEstimate estimate = operand.Estimate(source);
        return estimate with { Rows = Math.Max(0, source.RowCount - estimate.Rows) };
    }
}
