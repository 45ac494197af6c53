using System.Numerics;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Primitives;

/// <summary>Finds the first of some numbers that is great enough.</summary>
internal static class FirstAbove
{
    /// <summary>The place of the first value that, with <paramref name="more"/> added, is greater than <paramref name="floor"/>.</summary>
    /// <returns>−1 when there is none.</returns>
    public static int Find(ReadOnlySpan<double> values, double more, double floor)
    {
        var mores = Vector256.Create(more);
        var floors = Vector256.Create(floor);
        int place = 0;
        for (; place <= values.Length - Vector256<double>.Count; place += Vector256<double>.Count)
        {
            Vector256<double> sums = Vector256.Create(values[place..]) + mores;
            uint above = Vector256.GreaterThan(sums, floors).ExtractMostSignificantBits();
            if (above != 0)
                return place + BitOperations.TrailingZeroCount(above);
        }

        for (; place < values.Length; place++)
        {
            if (values[place] + more > floor)
                return place;
        }

        return -1;
    }
}
