using System.Collections;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Zvec.Engine.Schema;

/// <summary>The elements of vectors: as callers give and take them, and as bytes.</summary>
internal static class VectorElements
{
    private const int BitsPerByte = 8;

    /// <summary>The bytes that an element takes; bits have no such number.</summary>
    public static int ElementBytes(this VectorType type) => type switch
    {
        VectorType.Float32 => sizeof(float),
        VectorType.Float16 => sizeof(ushort),
        VectorType.Int8 => sizeof(sbyte),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a vector type whose elements take whole bytes"),
    };

    /// <summary>The bytes that a vector takes; 0 for a sparse one, of which each takes its own number.</summary>
    public static int DataBytes(this VectorType type, int dimensions) => type switch
    {
        VectorType.Binary => (dimensions + BitsPerByte - 1) / BitsPerByte,
        VectorType.Sparse => 0,
        _ => dimensions * type.ElementBytes(),
    };

    /// <summary>The number of elements of a vector that a caller gave. Of bits in bytes it is not known: as many as expected, when they
    /// take as many bytes.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="value">What <see cref="TryGetElements(VectorType, object, out ReadOnlySpan{byte})"/> looked at.</param>
    /// <param name="bytes">The bytes that it found.</param>
    /// <param name="expected">The number of elements that there should be.</param>
    public static int DimensionsOf(VectorType type, object value, int bytes, int expected)
    {
        if (type != VectorType.Binary)
            return bytes / type.ElementBytes();
        return value is BitArray bits ? bits.Length : bytes == type.DataBytes(expected) ? expected : bytes * BitsPerByte;
    }

    /// <summary>Whether the last byte of a vector of bits has bits set that are none of the vector's, so that it would not be at distance 0
    /// of an equal one.</summary>
    public static bool HasStrayBits(VectorType type, int dimensions, ReadOnlySpan<byte> elements) =>
        type == VectorType.Binary && dimensions % BitsPerByte != 0 && elements[^1] >> (dimensions % BitsPerByte) != 0;

    /// <summary>The bits in bytes, as <see cref="VectorType.Binary"/> has them.</summary>
    public static byte[] ToBytes(BitArray bits)
    {
        byte[] bytes = new byte[VectorType.Binary.DataBytes(bits.Length)];
        bits.CopyTo(bytes, 0);
        return bytes;
    }

    /// <summary>The CLR type of an element.</summary>
    public static Type ElementType(this VectorType type) => type switch
    {
        VectorType.Float32 => typeof(float),
        VectorType.Float16 => typeof(Half),
        VectorType.Binary => typeof(byte),
        _ => typeof(sbyte),
    };

    /// <summary>Looks at a vector's elements where the caller keeps them.</summary>
    /// <returns>False when the value is not an array or memory of the element type, nor bits where these are wanted.</returns>
    public static bool TryGetElements(VectorType type, object value, out ReadOnlySpan<byte> elements)
    {
        switch (type)
        {
            case VectorType.Float32:
                return TryGetElements<float>(value, out elements);
            case VectorType.Float16:
                return TryGetElements<Half>(value, out elements);
            case VectorType.Binary when value is BitArray bits:
                elements = ToBytes(bits);
                return true;
            case VectorType.Binary:
                return TryGetElements<byte>(value, out elements);
            default:
                return TryGetElements<sbyte>(value, out elements);
        }
    }

    /// <summary>The position of the first element that is NaN or an infinity, or −1.</summary>
    public static int IndexOfNotFinite(VectorType type, ReadOnlySpan<byte> elements) => type switch
    {
        // an exponent of all ones is what makes a float infinite or NaN
        VectorType.Float32 => IndexOfAtLeast(MemoryMarshal.Cast<byte, uint>(elements), 0x7FFF_FFFFu, 0x7F80_0000u),
        VectorType.Float16 => IndexOfAtLeast(MemoryMarshal.Cast<byte, ushort>(elements), (ushort)0x7FFF, (ushort)0x7C00),
        _ => -1,
    };

    /// <summary>One element.</summary>
    public static object ElementAt(VectorType type, ReadOnlySpan<byte> elements, int index) => type switch
    {
        VectorType.Float32 => MemoryMarshal.Cast<byte, float>(elements)[index],
        VectorType.Float16 => MemoryMarshal.Cast<byte, Half>(elements)[index],
        _ => MemoryMarshal.Cast<byte, sbyte>(elements)[index],
    };

    /// <summary>A copy of the elements as callers get it: a <see cref="ReadOnlyMemory{T}"/> of the element type, of bytes for bits; or a
    /// <see cref="SparseVector"/>.</summary>
    public static object ToMemory(VectorType type, ReadOnlySpan<byte> elements) => type switch
    {
        VectorType.Float32 => new ReadOnlyMemory<float>(MemoryMarshal.Cast<byte, float>(elements).ToArray()),
        VectorType.Sparse => SparseVector.FromBytes(elements),
        VectorType.Float16 => new ReadOnlyMemory<Half>(MemoryMarshal.Cast<byte, Half>(elements).ToArray()),
        VectorType.Binary => new ReadOnlyMemory<byte>(elements.ToArray()),
        _ => new ReadOnlyMemory<sbyte>(MemoryMarshal.Cast<byte, sbyte>(elements).ToArray()),
    };

    /// <summary>Converts floats to a field's element type: to <see cref="Half"/> by rounding, to <see cref="sbyte"/> only when each is an
    /// integer from −128 to 127, to bits only when each is 0 or 1.</summary>
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
                return IndexOfNotFinite(type, elements[..(source.Length * sizeof(ushort))]) < 0;
            case VectorType.Binary:
                elements[..type.DataBytes(source.Length)].Clear();
                for (int i = 0; i < source.Length; i++)
                {
                    if (source[i] is not (0 or 1))
                        return false;
                    elements[i / BitsPerByte] |= (byte)((int)source[i] << (i % BitsPerByte));
                }

                return true;
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

    private static bool TryGetElements<T>(object value, out ReadOnlySpan<byte> elements)
        where T : unmanaged
    {
        ReadOnlySpan<T> span;
        if (value is ReadOnlyMemory<T> readOnly)
        {
            span = readOnly.Span;
        }
        else if (value.GetType() == typeof(T[])) // "is" would let byte[] pass for sbyte[]
        {
            span = (T[])value;
        }
        else if (value is Memory<T> memory)
        {
            span = memory.Span;
        }
        else
        {
            elements = default;
            return false;
        }

        elements = MemoryMarshal.AsBytes(span);
        return true;
    }

    private static int IndexOfAtLeast<T>(ReadOnlySpan<T> bits, T mask, T limit)
        where T : unmanaged, IBinaryInteger<T>
    {
        int i = 0;
        var masks = new Vector<T>(mask);
        var limits = new Vector<T>(limit);
        for (; i <= bits.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            if (Vector.GreaterThanOrEqualAny(new Vector<T>(bits[i..]) & masks, limits))
                break;
        }

        for (; i < bits.Length; i++)
        {
            if ((bits[i] & mask) >= limit)
                return i;
        }

        return -1;
    }
}
