using Zvec.Engine.Columns;

namespace Zvec.Engine.Filters.Values;

/// <summary>Every value.</summary>
internal sealed class EveryMatcher : ValueMatcher
{
    public static readonly EveryMatcher Instance = new();

    private EveryMatcher()
    {
    }

    public override double RowCost => 0;

    public override bool Matches(Column column, int row) => true;
}

/// <summary>Values that match all of some conditions.</summary>
internal sealed class AllMatcher(ValueMatcher[] operands) : ValueMatcher
{
    public override double RowCost => operands.Sum(operand => operand.RowCost);

    public override bool Matches(Column column, int row)
    {
        foreach (ValueMatcher operand in operands)
        {
            if (!operand.Matches(column, row))
                return false;
        }

        return true;
    }

    public override void Narrow(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation = default)
    {
        foreach (ValueMatcher operand in operands)
            operand.Narrow(column, rowCount, rows, cancellation);
    }
}

/// <summary>Values that match one of some conditions.</summary>
internal sealed class AnyMatcher(ValueMatcher[] operands) : ValueMatcher
{
    public override double RowCost => operands.Sum(operand => operand.RowCost);

    public override bool Matches(Column column, int row)
    {
        foreach (ValueMatcher operand in operands)
        {
            if (operand.Matches(column, row))
                return true;
        }

        return false;
    }
}

/// <summary>Values that do not match a condition.</summary>
internal sealed class OtherMatcher(ValueMatcher operand) : ValueMatcher
{
    public override double RowCost => operand.RowCost;

    public override bool Matches(Column column, int row) => !operand.Matches(column, row);
}
