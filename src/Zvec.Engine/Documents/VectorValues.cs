using System.Numerics;
using System.Runtime.InteropServices;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Vectors as callers give and take them, and as bytes of their elements.</summary>
internal static class VectorValues
{
    public static int ElementBytes(this VectorType type) => type switch
    {
        VectorType.Float32 => sizeof(float),
        VectorType.Float16 => sizeof(ushort),
        VectorType.Int8 => sizeof(sbyte),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a vector type"),
    };

    /// <summary>The CLR type of an element.</summary>
    public static Type ElementType(this VectorType type) => type switch
    {
        VectorType.Float32 => typeof(float),
        VectorType.Float16 => typeof(Half),
        _ => typeof(sbyte),
    };

    /// <summary>Looks at a vector's elements where the caller keeps them.</summary>
    /// <returns>False when the value is not an array or memory of the element type.</returns>
    public static bool TryGetElements(VectorType type, object value, out ReadOnlySpan<byte> elements) => type switch
    {
        VectorType.Float32 => TryGetElements<float>(value, out elements),
        VectorType.Float16 => TryGetElements<Half>(value, out elements),
        _ => TryGetElements<sbyte>(value, out elements),
    };

    /// <summary>The position of the first element that is NaN or an infinity, or −1.</summary>
    public static int IndexOfNotFinite(VectorType type, ReadOnlySpan<byte> elements) => type switch
    {
        // an exponent of all ones is what makes a float infinite or NaN
        VectorType.Float32 => IndexOfAtLeast(MemoryMarshal.Cast<byte, uint>(elements), 0x7FFF_FFFFu, 0x7F80_0000u),
        VectorType.Float16 => IndexOfAtLeast(MemoryMarshal.Cast<byte, ushort>(elements), (ushort)0x7FFF, (ushort)0x7C00),
        _ => -1,
    };

    /// <summary>One element as text, for messages.</summary>
    public static string Describe(VectorType type, ReadOnlySpan<byte> elements, int index) => type switch
    {
        VectorType.Float32 => FieldValues.Describe(MemoryMarshal.Cast<byte, float>(elements)[index]),
        VectorType.Float16 => FieldValues.Describe((float)MemoryMarshal.Cast<byte, Half>(elements)[index]),
        _ => FieldValues.Describe(MemoryMarshal.Cast<byte, sbyte>(elements)[index]),
    };

    /// <summary>A copy of the elements as callers get it: a <see cref="ReadOnlyMemory{T}"/> of the element type.</summary>
    public static object ToMemory(VectorType type, ReadOnlySpan<byte> elements) => type switch
    {
        VectorType.Float32 => new ReadOnlyMemory<float>(MemoryMarshal.Cast<byte, float>(elements).ToArray()),
        VectorType.Float16 => new ReadOnlyMemory<Half>(MemoryMarshal.Cast<byte, Half>(elements).ToArray()),
        _ => new ReadOnlyMemory<sbyte>(MemoryMarshal.Cast<byte, sbyte>(elements).ToArray()),
    };

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
