using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Zvec.Engine.Distance;

/// <summary>Counts the bits in which vectors of bits differ.</summary>
/// <remarks>Where the processor has no instruction that counts the bits of a whole vector, each half of a byte looks its number up in a
/// table of 16, and the numbers are added byte by byte: Muła, Kurz and Lemire, "Faster Population Counts Using AVX2 Instructions", The
/// Computer Journal 61 (1), 2018, section 4.</remarks>
internal static unsafe class BitDifferences
{
    private static Vector128<byte> BitsOfHalf => Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    /// <summary>The number of bits that differ; bits behind the last, in its byte, must be zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(byte* a, byte* b, int bytes)
    {
        if (Avx512BW.IsSupported)
            return Count512(a, b, bytes);
        if (Avx2.IsSupported)
            return Count256(a, b, bytes);
        return AdvSimd.Arm64.IsSupported ? Count128(a, b, bytes) : CountWords(a, b, bytes);
    }

    /// <summary>The numbers of bits in which one vector differs from four others, of which each step looks at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Counts(byte* left, byte* a, byte* b, byte* c, byte* d, int bytes)
    {
        if (Avx512BW.IsSupported)
            return Counts512(left, a, b, c, d, bytes);
        if (Avx2.IsSupported)
            return Counts256(left, a, b, c, d, bytes);
        return Vector128.Create(Count(left, a, bytes), Count(left, b, bytes), Count(left, c, bytes), Count(left, d, bytes));
    }

    /// <summary>512 bits a step, the last masked.</summary>
    public static int Count512(byte* a, byte* b, int bytes)
    {
        Vector512<int> sum = default;
        nint i = 0;
        for (; i <= bytes - 64; i += 64)
            sum += SetBits(Vector512.Load(a + i) ^ Vector512.Load(b + i));
        if (i < bytes)
            sum += SetBits((Vector512.Load(a + i) ^ Vector512.Load(b + i)) & Inside512(bytes - (int)i));
        return HorizontalSum.Of(sum);
    }

    /// <summary>256 bits a step, the last masked.</summary>
    public static int Count256(byte* a, byte* b, int bytes)
    {
        Vector256<int> sum = default;
        nint i = 0;
        for (; i <= bytes - 32; i += 32)
            sum += SetBits(Vector256.Load(a + i) ^ Vector256.Load(b + i));
        if (i < bytes)
            sum += SetBits((Vector256.Load(a + i) ^ Vector256.Load(b + i)) & Inside256(bytes - (int)i));
        return HorizontalSum.Of(sum);
    }

    /// <summary>128 bits a step, the last masked, on processors of ARM.</summary>
    public static int Count128(byte* a, byte* b, int bytes)
    {
        int sum = 0;
        nint i = 0;
        for (; i <= bytes - 16; i += 16)
            sum += SetBits(Vector128.Load(a + i) ^ Vector128.Load(b + i));
        if (i < bytes)
        {
            Vector128<byte> inside = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)(bytes - (int)i)));
            sum += SetBits((Vector128.Load(a + i) ^ Vector128.Load(b + i)) & inside);
        }

        return sum;
    }

    /// <summary>64 bits a step, on any processor.</summary>
    public static int CountWords(byte* a, byte* b, int bytes)
    {
        int sum = 0;
        nint i = 0;
        for (; i <= bytes - sizeof(ulong); i += sizeof(ulong))
            sum += BitOperations.PopCount(Unsafe.ReadUnaligned<ulong>(a + i) ^ Unsafe.ReadUnaligned<ulong>(b + i));
        for (; i < bytes; i++)
            sum += BitOperations.PopCount((uint)(a[i] ^ b[i]));
        return sum;
    }

    private static Vector128<int> Counts512(byte* left, byte* a, byte* b, byte* c, byte* d, int bytes)
    {
        Vector512<int> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= bytes - 64; i += 64)
        {
            Vector512<byte> bits = Vector512.Load(left + i);
            sumA += SetBits(bits ^ Vector512.Load(a + i));
            sumB += SetBits(bits ^ Vector512.Load(b + i));
            sumC += SetBits(bits ^ Vector512.Load(c + i));
            sumD += SetBits(bits ^ Vector512.Load(d + i));
        }

        if (i < bytes)
        {
            Vector512<byte> bits = Vector512.Load(left + i);
            Vector512<byte> inside = Inside512(bytes - (int)i);
            sumA += SetBits((bits ^ Vector512.Load(a + i)) & inside);
            sumB += SetBits((bits ^ Vector512.Load(b + i)) & inside);
            sumC += SetBits((bits ^ Vector512.Load(c + i)) & inside);
            sumD += SetBits((bits ^ Vector512.Load(d + i)) & inside);
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    private static Vector128<int> Counts256(byte* left, byte* a, byte* b, byte* c, byte* d, int bytes)
    {
        Vector256<int> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= bytes - 32; i += 32)
        {
            Vector256<byte> bits = Vector256.Load(left + i);
            sumA += SetBits(bits ^ Vector256.Load(a + i));
            sumB += SetBits(bits ^ Vector256.Load(b + i));
            sumC += SetBits(bits ^ Vector256.Load(c + i));
            sumD += SetBits(bits ^ Vector256.Load(d + i));
        }

        if (i < bytes)
        {
            Vector256<byte> bits = Vector256.Load(left + i);
            Vector256<byte> inside = Inside256(bytes - (int)i);
            sumA += SetBits((bits ^ Vector256.Load(a + i)) & inside);
            sumB += SetBits((bits ^ Vector256.Load(b + i)) & inside);
            sumC += SetBits((bits ^ Vector256.Load(c + i)) & inside);
            sumD += SetBits((bits ^ Vector256.Load(d + i)) & inside);
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Inside512(int bytes) => Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Inside256(int bytes) => Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)bytes));

    /// <summary>The numbers of set bits of each eight bytes, each in the lower of two lanes, the upper being zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> SetBits(Vector512<byte> bits)
    {
        Vector256<byte> two = Vector256.Create(BitsOfHalf, BitsOfHalf);
        Vector512<byte> table = Vector512.Create(two, two);
        Vector512<byte> half = Vector512.Create((byte)15);
        Vector512<byte> lower = Avx512BW.Shuffle(table, bits & half);
        Vector512<byte> upper = Avx512BW.Shuffle(table, (bits.AsUInt16() >>> 4).AsByte() & half);
        return Avx512BW.SumAbsoluteDifferences(lower + upper, Vector512<byte>.Zero).AsInt32();
    }

    /// <inheritdoc cref="SetBits(Vector512{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> SetBits(Vector256<byte> bits)
    {
        Vector256<byte> table = Vector256.Create(BitsOfHalf, BitsOfHalf);
        Vector256<byte> half = Vector256.Create((byte)15);
        Vector256<byte> lower = Avx2.Shuffle(table, bits & half);
        Vector256<byte> upper = Avx2.Shuffle(table, (bits.AsUInt16() >>> 4).AsByte() & half);
        return Avx2.SumAbsoluteDifferences(lower + upper, Vector256<byte>.Zero).AsInt32();
    }

    /// <summary>The number of set bits, at most 128, so that a byte holds it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SetBits(Vector128<byte> bits) => AdvSimd.Arm64.AddAcross(AdvSimd.PopCount(bits)).ToScalar();
}
