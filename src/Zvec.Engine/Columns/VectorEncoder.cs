using System.Runtime.InteropServices;

namespace Zvec.Engine.Columns;

/// <summary>Turns vectors into rows and back, without changing a bit of their elements.</summary>
internal static class VectorEncoder
{
    // Between these, squares and products of all elements that matter stay within the range of normal floats.
    private const double ShortestNorm = 1e-15;
    private const double LongestNorm = 1e15;

    /// <summary>Whether every element is a finite number.</summary>
    public static bool IsFinite(VectorType type, ReadOnlySpan<byte> elements)
    {
        switch (type)
        {
            case VectorType.Float32:
                foreach (float element in MemoryMarshal.Cast<byte, float>(elements))
                {
                    if (!float.IsFinite(element))
                        return false;
                }

                return true;
            case VectorType.Float16:
                foreach (Half element in MemoryMarshal.Cast<byte, Half>(elements))
                {
                    if (!Half.IsFinite(element))
                        return false;
                }

                return true;
            default:
                return true;
        }
    }

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

    /// <summary>The elements of a row as an array of the element type: <see cref="ReadOnlyMemory{T}"/> in an object.</summary>
    public static object Decode(VectorRowLayout layout, ReadOnlySpan<byte> row)
    {
        ReadOnlySpan<byte> elements = row[..layout.DataBytes];
        return layout.Type switch
        {
            VectorType.Float32 => new ReadOnlyMemory<float>(MemoryMarshal.Cast<byte, float>(elements).ToArray()),
            VectorType.Float16 => new ReadOnlyMemory<Half>(MemoryMarshal.Cast<byte, Half>(elements).ToArray()),
            _ => new ReadOnlyMemory<sbyte>(MemoryMarshal.Cast<byte, sbyte>(elements).ToArray()),
        };
    }

    /// <summary>Converts floats to a field's element type: to <see cref="Half"/> by rounding, to <see cref="sbyte"/> only when each is an integer from −128 to 127.</summary>
    /// <param name="source">The floats; finite.</param>
    /// <param name="type">The type to convert to.</param>
    /// <param name="elements">Where the elements go, as bytes.</param>
    /// <returns>Whether every float could be converted; a float too large for a <see cref="Half"/> cannot.</returns>
    public static bool TryConvert(ReadOnlySpan<float> source, VectorType type, Span<byte> elements)
    {
        switch (type)
        {
            case VectorType.Float32:
                MemoryMarshal.AsBytes(source).CopyTo(elements);
                return true;
            case VectorType.Float16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(elements);
                for (int i = 0; i < source.Length; i++)
                    halves[i] = (Half)source[i];
                return IsFinite(type, elements[..(source.Length * 2)]);
            default:
                Span<sbyte> integers = MemoryMarshal.Cast<byte, sbyte>(elements);
                for (int i = 0; i < source.Length; i++)
                {
                    if (!(source[i] >= sbyte.MinValue && source[i] <= sbyte.MaxValue))
                        return false;
                    integers[i] = (sbyte)source[i];
                    if (integers[i] != source[i])
                        return false;
                }

                return true;
        }
    }

    /// <summary>One by the Euclidean norm; 0 for a zero vector, and NaN when the norm is too extreme for sums of single precision.</summary>
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
