using System.Runtime.InteropServices;

namespace Zvec.Engine.Columns;

/// <summary>Turns vectors into rows, without changing a bit of their elements.</summary>
internal static class VectorEncoder
{
    // Between these, squares and products of all elements that matter stay within the range of normal floats.
    private const double ShortestNorm = 1e-15;
    private const double LongestNorm = 1e15;

    /// <summary>Fills a row: elements, reciprocal norm where the layout has it, zeros.</summary>
    /// <param name="layout">What the row looks like.</param>
    /// <param name="elements">The elements as bytes, exactly <see cref="VectorRowLayout.DataBytes"/> of them.</param>
    /// <param name="row">The row, <see cref="VectorRowLayout.Stride"/> bytes.</param>
    public static void Encode(VectorRowLayout layout, ReadOnlySpan<byte> elements, Span<byte> row)
    {
        if (elements.Length != layout.DataBytes)
            throw new ArgumentException($"A vector of {elements.Length} bytes was given for rows of {layout.DataBytes}.", nameof(elements));
        elements.CopyTo(row);
        row[layout.DataBytes..layout.Stride].Clear();
        if (layout.HasNorm)
            MemoryMarshal.Write(row[layout.NormOffset..], ReciprocalNorm(layout.Type, elements));
    }

    /// <summary>One by the Euclidean norm, which bits do not have; 0 for a zero vector, and NaN when the norm is too extreme for sums of
    /// single precision.</summary>
    private static float ReciprocalNorm(VectorType type, ReadOnlySpan<byte> elements)
    {
        double squares = 0;
        switch (type)
        {
            case VectorType.Float32:
                foreach (float element in MemoryMarshal.Cast<byte, float>(elements))
                    squares += (double)element * element;
                break;
            case VectorType.Float16:
                foreach (Half element in MemoryMarshal.Cast<byte, Half>(elements))
                    squares += (double)element * (double)element;
                break;
            default:
                foreach (byte element in elements)
                    squares += (sbyte)element * (sbyte)element;
                break;
        }

        if (squares == 0)
            return 0;
        double norm = Math.Sqrt(squares);
        return norm is >= ShortestNorm and <= LongestNorm ? (float)(1 / norm) : float.NaN;
    }
}
