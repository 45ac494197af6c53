using Zvec.Engine.Indexes.Scalars;

namespace Zvec.Engine.Filters.Values;

/// <summary>Each of some values.</summary>
internal sealed class EqualLookup : IndexLookup
{
    private readonly byte[][] _keys;

    /// <param name="keys">The values' sort keys, in any order, no two the same.</param>
    public EqualLookup(byte[][] keys)
    {
        _keys = keys;
        _keys.AsSpan().Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
    }

    /// <summary>The sort keys, ascending.</summary>
    public IReadOnlyList<byte[]> Keys => _keys;

    public override double Effort(InvertedIndexReader index) => _keys.Length * KeyEffort;

    public override ValueRanges Find(InvertedIndexReader index) => index.FindEqual(_keys);

    public override long Guess(long rows) => Math.Min(rows, (rows / 20 + 1) * _keys.Length);
}

/// <summary>The texts that begin so.</summary>
internal sealed class PrefixLookup(byte[] prefix) : IndexLookup
{
    public override double Effort(InvertedIndexReader index) => 2 * KeyEffort;

    public override ValueRanges Find(InvertedIndexReader index) => index.FindPrefix(prefix);

    public override long Guess(long rows) => rows / 20;
}

/// <summary>The texts that have a form: each distinct one that begins as the form does is looked at, instead of each row.</summary>
internal sealed class FormLookup(byte[] prefix, BytesMatcher matcher) : IndexLookup
{
    public override bool IsQuick => false;

    public override double Effort(InvertedIndexReader index)
    {
        double effort = 2 * KeyEffort;
        foreach ((int start, int end) in index.FindPrefix(prefix).Ranges)
            effort += (end - start) * matcher.RowCost;
        return effort;
    }

    public override ValueRanges Find(InvertedIndexReader index)
    {
        var found = new ValueRanges();
        foreach ((int start, int end) in index.FindPrefix(prefix).Ranges)
        {
            for (int value = start; value < end; value++)
            {
                if (matcher.Matches(index.KeyAt(value)))
                    found.Add(value, value + 1);
            }
        }

        return found;
    }

    public override long Guess(long rows) => rows / 20;
}

/// <summary>A lookup made of others, which all are looked up.</summary>
internal abstract class CombinedLookup(IndexLookup[] operands) : IndexLookup
{
    public override bool IsQuick => Array.TrueForAll(Operands, static operand => operand.IsQuick);

    protected IndexLookup[] Operands => operands;

    public override double Effort(InvertedIndexReader index)
    {
        double effort = 0;
        foreach (IndexLookup operand in Operands)
            effort += operand.Effort(index);
        return effort;
    }
}

/// <summary>The values that all of some lookups find.</summary>
internal sealed class AllLookup(IndexLookup[] operands, bool isExact) : CombinedLookup(operands)
{
    public override bool IsExact => isExact;

    public override ValueRanges Find(InvertedIndexReader index)
    {
        ValueRanges found = Operands[0].Find(index);
        for (int i = 1; i < Operands.Length; i++)
            found = found.And(Operands[i].Find(index));
        return found;
    }

    public override long Guess(long rows) => Operands.Min(operand => operand.Guess(rows));
}

/// <summary>The values that any of some lookups finds.</summary>
internal sealed class AnyLookup(IndexLookup[] operands) : CombinedLookup(operands)
{
    public override bool IsExact => Operands.All(operand => operand.IsExact);

    public override ValueRanges Find(InvertedIndexReader index)
    {
        ValueRanges found = Operands[0].Find(index);
        for (int i = 1; i < Operands.Length; i++)
            found = found.Or(Operands[i].Find(index));
        return found;
    }

    public override long Guess(long rows) => Math.Min(rows, Operands.Sum(operand => operand.Guess(rows)));
}

/// <summary>The values that a lookup, which is exact, does not find.</summary>
internal sealed class OtherLookup(IndexLookup operand) : IndexLookup
{
    public override bool IsQuick => operand.IsQuick;

    public override double Effort(InvertedIndexReader index) => operand.Effort(index);

    public override ValueRanges Find(InvertedIndexReader index) => operand.Find(index).Not(index.ValueCount);

    public override long Guess(long rows) => rows - operand.Guess(rows);
}

/// <summary>Of some values, all of which an array has to hold, the one that the fewest rows hold: those rows still have to be looked
/// at.</summary>
internal sealed class RarestLookup(byte[][] keys) : IndexLookup
{
    public override bool IsExact => false;

    public override double Effort(InvertedIndexReader index) => keys.Length * KeyEffort;

    public override ValueRanges Find(InvertedIndexReader index)
    {
        ValueRanges? rarest = null;
        foreach (byte[] key in keys)
        {
            ValueRanges found = index.FindEqual([key]);
            if (rarest is null || index.CountRows(found) < index.CountRows(rarest))
                rarest = found;
        }

        return rarest!;
    }

    public override long Guess(long rows) => rows / 20;
}
