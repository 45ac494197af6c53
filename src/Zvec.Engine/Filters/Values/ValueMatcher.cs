using System.Numerics;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Filters.Values;

/// <summary>Tells which values of a scalar column, or which elements of an array column, are among those that a predicate names.</summary>
/// <remarks>It does not look at nulls: whoever asks leaves null rows out. Immutable; used by many threads.</remarks>
internal abstract class ValueMatcher
{
    /// <summary>Words of 64 rows between two looks at whether to stop.</summary>
    public const int GlanceWords = 256;

    /// <summary>About how long a row takes, in units of one comparison in a vectorised scan.</summary>
    public abstract double RowCost { get; }

    /// <summary>Whether a row's value, which is not null, matches.</summary>
    public abstract bool Matches(Column column, int row);

    /// <summary>One condition in the place of this and another, where there is one; otherwise null.</summary>
    public virtual ValueMatcher? Intersect(ValueMatcher other) => null;

    /// <summary>Removes the rows whose value does not match.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rowCount">How many rows of it may be read.</param>
    /// <param name="rows">A bit for each row; null rows are not among them.</param>
    /// <param name="cancellation">Stops between some thousand rows.</param>
    public virtual void Narrow(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation = default)
    {
        for (int word = 0; word < rows.Length; word++)
        {
            if (word % GlanceWords == 0)
                cancellation.ThrowIfCancellationRequested();
            for (ulong rest = rows[word]; rest != 0; rest &= rest - 1)
            {
                int bit = BitOperations.TrailingZeroCount(rest);
                if (!Matches(column, (word << 6) + bit))
                    rows[word] &= ~(1UL << bit);
            }
        }
    }
}

/// <summary>Compares the values of a <see cref="FixedColumn{T}"/>, 64 at a time.</summary>
internal abstract class FixedMatcher<T> : ValueMatcher
    where T : unmanaged
{
    /// <summary>In a word with up to so many rows left, it is cheaper to look at each than at all 64.</summary>
    private const int FewRows = 3;

    public sealed override bool Matches(Column column, int row)
    {
        T value = ((FixedColumn<T>)column)[row];
        return Word(new ReadOnlySpan<T>(in value)) != 0;
    }

    public sealed override void Narrow(Column column, int rowCount, Span<ulong> rows, CancellationToken cancellation = default)
    {
        var values = (FixedColumn<T>)column;
        ReadOnlySpan<T> run = default;
        int runStart = 0;
        for (int word = 0; word < rows.Length; word++)
        {
            if (word % GlanceWords == 0)
                cancellation.ThrowIfCancellationRequested();
            ulong wanted = rows[word];
            if (wanted == 0)
                continue;
            if (BitOperations.PopCount(wanted) <= FewRows)
            {
                rows[word] = FewOf(values, word << 6, wanted);
                continue;
            }

            int start = word << 6;
            int count = Math.Min(64, rowCount - start);
            if (start + count > runStart + run.Length)
            {
                run = values.Run(start, rowCount - start);
                runStart = start;
            }

            rows[word] = wanted & (run.Length - (start - runStart) >= count
                ? Word(run.Slice(start - runStart, count))
                : Pieces(values, start, count));
        }
    }

    /// <summary>A bit for each of up to 64 values: whether it matches.</summary>
    protected abstract ulong Word(ReadOnlySpan<T> values);

    private ulong FewOf(FixedColumn<T> values, int start, ulong wanted)
    {
        ulong found = 0;
        for (ulong rest = wanted; rest != 0; rest &= rest - 1)
        {
            int bit = BitOperations.TrailingZeroCount(rest);
            if (Matches(values, start + bit))
                found |= 1UL << bit;
        }

        return found;
    }

    private ulong Pieces(FixedColumn<T> values, int start, int count)
    {
        ulong found = 0;
        for (int done = 0; done < count;)
        {
            ReadOnlySpan<T> piece = values.Run(start + done, count - done);
            found |= Word(piece) << done;
            done += piece.Length;
        }

        return found;
    }
}

/// <summary>Compares the values of a <see cref="BytesColumn"/>.</summary>
internal abstract class BytesMatcher : ValueMatcher
{
    public override double RowCost => 20;

    public sealed override bool Matches(Column column, int row) => Matches(((BytesColumn)column).Bytes(row));

    public abstract bool Matches(ReadOnlySpan<byte> value);
}
