using CsCheck;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Filters.Values;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Filters;

public class ValueMatcherTests
{
    [Fact]
    public void Runs_of_any_length_are_pieced_together() =>
        Gen.Select(Gen.Int[-3, 3].Array[0, 400], Gen.Int[1, 200], Gen.Int[1, 9]).Sample(sample =>
    {
        (int[] values, int run, int oneIn) = sample;
        var column = new ShortRuns(values, run);
        foreach (FixedMatcher<int> matcher in new FixedMatcher<int>[]
            { new VectorIntervalMatcher<int>(new Interval<int>(-1, 2)), new VectorSetMatcher<int>([-1, 0, 1, 2]) })
        {
            var rows = new Bitmap(values.Length);
            for (int row = 0; row < values.Length; row++)
                rows[row] = row * 7919 % oneIn == 0;
            Bitmap expected = rows.Clone();
            for (int row = 0; row < values.Length; row++)
                expected[row] &= values[row] is >= -1 and <= 2;

            matcher.Narrow(column, values.Length, rows.MutableWords);

            Assert.Equal(expected.Words, rows.Words);
        }
    });

    private sealed class ShortRuns(int[] values, int run) : FixedColumn<int>
    {
        public override DataType Type => DataType.Int32;

        public override bool HasNulls => false;

        public override int this[int row] => values[row];

        public override ReadOnlySpan<int> Run(int start, int count) => values.AsSpan(start, Math.Min(count, run - (start % run)));

        public override bool IsNull(int row) => false;

        public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) =>
            throw new InvalidOperationException("There are no nulls.");
    }
}
