using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Quantizers;

/// <summary>Brings queries to integers of 16 bits: kᵢ = round(qᵢ / s).</summary>
internal static class ShortQuery
{
    private const double LargestTotal = 2_000_000_000;

    /// <summary>Rounds a query's elements.</summary>
    /// <param name="query">The query.</param>
    /// <param name="largestElement">The largest code element that products are taken with, so that sums of them stay within 32 bits.</param>
    /// <param name="elements">Where the integers go.</param>
    /// <returns>s.</returns>
    public static double Round(ReadOnlySpan<float> query, int largestElement, Span<short> elements)
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude(query)) / 32_767.0;
        double scale = Math.Max(largest, TensorPrimitives.SumOfMagnitudes(query) * largestElement / LargestTotal);
        if (scale < 1e-36)
            return 0;
        var reciprocal = (float)(1 / scale);
        int i = 0;
        for (; i <= query.Length - 8; i += 8)
        {
            Vector128<int> lower = Rounded(Vector128.Create(query[i..]) * reciprocal);
            Vector128<int> upper = Rounded(Vector128.Create(query[(i + 4)..]) * reciprocal);
            Vector128.Narrow(lower, upper).CopyTo(elements[i..]);
        }

        for (; i < query.Length; i++)
            elements[i] = (short)Math.Clamp(MathF.Round(query[i] * reciprocal), -32_767, 32_767);
        return scale;
    }

    private static Vector128<int> Rounded(Vector128<float> values)
        => Vector128.ConvertToInt32(Vector128.Clamp(Vector128.Round(values), Vector128.Create(-32_767f), Vector128.Create(32_767f)));
}
