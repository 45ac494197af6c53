using System.Numerics.Tensors;

namespace Zvec.Engine.Quantizers;

/// <summary>Brings vectors to the length 1.</summary>
internal static class Directions
{
    /// <summary>A vector's direction; zeros for zeros.</summary>
    public static void Of(ReadOnlySpan<float> vector, Span<float> result)
    {
        float sum = TensorPrimitives.SumOfSquares(vector);
        if (sum is > 1e-24f and < 1e30f)
        {
            TensorPrimitives.Multiply(vector, 1 / MathF.Sqrt(sum), result);
            return;
        }

        double squares = 0;
        foreach (float element in vector)
            squares += (double)element * element;
        double reciprocal = squares == 0 ? 0 : 1 / Math.Sqrt(squares);
        for (int i = 0; i < vector.Length; i++)
            result[i] = (float)(vector[i] * reciprocal);
    }
}
