using CsCheck;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class BitmapTests
{
    private static readonly Gen<bool[]> Rows = Gen.Bool.Array[0, 300];

    [Fact]
    public void Any_in_a_run_is_told_as_a_look_at_each_row_tells()
    {
        var random = new Random(6);
        var bitmap = new Bitmap(300);
        for (int i = 0; i < 12; i++)
            bitmap[random.Next(300)] = true;
        for (int start = 0; start < 300; start++)
        {
            for (int length = 0; start + length <= 300; length++)
                Assert.Equal(Enumerable.Range(start, length).Any(row => bitmap[row]), bitmap.IsAnySet(start, length));
        }
    }

    [Fact]
    public void Combining_is_that_of_sets() => Gen.Select(Gen.Int[0, 300], Gen.Int, Gen.Int).Sample((length, left, right) =>
    {
        bool[] a = Random(length, left);
        bool[] b = Random(length, right);
        AssertSame(a.Zip(b, (x, y) => x && y), Combine(a, b, (x, y) => x.And(y)));
        AssertSame(a.Zip(b, (x, y) => x || y), Combine(a, b, (x, y) => x.Or(y)));
        AssertSame(a.Zip(b, (x, y) => x && !y), Combine(a, b, (x, y) => x.AndNot(y)));
        AssertSame(a.Select(x => !x), Combine(a, b, (x, _) => x.Invert()));
    });

    [Fact]
    public void Rows_are_counted_and_enumerated() => Rows.Sample(rows =>
    {
        Bitmap bitmap = Of(rows);
        Assert.Equal(rows.Count(row => row), bitmap.CountSet());
        var found = new List<int>();
        for (int row = bitmap.NextSet(0); row >= 0; row = bitmap.NextSet(row + 1))
            found.Add(row);
        Assert.Equal(Enumerable.Range(0, rows.Length).Where(row => rows[row]), found);
    });

    [Fact]
    public void Bits_past_the_length_stay_zero() => Gen.Int[0, 200].Sample(length =>
    {
        ulong[] ones = Enumerable.Repeat(ulong.MaxValue, Bitmap.WordCount(length)).ToArray();
        foreach (Bitmap bitmap in (Bitmap[])[Bitmap.Full(length), Bitmap.FromWords(ones, length),
            Combine(new bool[length], new bool[length], (x, _) => x.Invert())])
            Assert.Equal(length, bitmap.CountSet());
    });

    [Fact]
    public void A_copy_is_apart_and_lengths_must_agree()
    {
        var bitmap = new Bitmap(100);
        Bitmap copy = bitmap.Clone();
        copy[99] = true;
        Assert.False(bitmap[99]);
        Assert.Throws<ArgumentOutOfRangeException>(() => bitmap[100] = true);
        Assert.Throws<ArgumentException>(() => bitmap.And(new Bitmap(101)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bitmap(-1));
    }

    private static bool[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(2) == 0)];
    }

    private static Bitmap Of(bool[] rows)
    {
        var bitmap = new Bitmap(rows.Length);
        for (int i = 0; i < rows.Length; i++)
            bitmap[i] = rows[i];
        return bitmap;
    }

    private static Bitmap Combine(bool[] left, bool[] right, Action<Bitmap, Bitmap> action)
    {
        Bitmap bitmap = Of(left);
        action(bitmap, Of(right));
        return bitmap;
    }

    private static void AssertSame(IEnumerable<bool> expected, Bitmap actual) =>
        Assert.Equal(expected, Enumerable.Range(0, actual.Length).Select(row => actual[row]));
}
