using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Primitives;

/// <summary>Blocks of 128 small numbers in as few bits each as the largest needs. The layout is the vertical one of Lemire and Boytsov,
/// "Decoding billions of integers per second through vectorization" (2015), section 4: four lanes of 32 bits, of which each holds every
/// fourth number, so that four numbers are unpacked at once.</summary>
internal static class BitPacking
{
    /// <summary>Numbers in a block.</summary>
    public const int BlockLength = 128;

    private const int Lanes = 4;
    private const int Rounds = BlockLength / Lanes;

    /// <summary>The bytes of a block.</summary>
    public static int ByteLength(int bits) => bits * Lanes * sizeof(uint);

    /// <summary>The bits that each number of a block needs: 0 to 32.</summary>
    public static int BitsFor(ReadOnlySpan<uint> values)
    {
        uint all = 0;
        foreach (uint value in values)
            all |= value;
        return 32 - BitOperations.LeadingZeroCount(all);
    }

    /// <summary>Packs a block.</summary>
    /// <param name="values">The numbers, of at most so many bits each.</param>
    /// <param name="bits">0 to 32.</param>
    /// <param name="into">Where to: <see cref="ByteLength"/> bytes.</param>
    public static void Pack(ReadOnlySpan<uint> values, int bits, Span<byte> into)
    {
        ReadOnlySpan<Vector128<uint>> numbers = MemoryMarshal.Cast<uint, Vector128<uint>>(values)[..Rounds];
        Span<Vector128<uint>> words = MemoryMarshal.Cast<byte, Vector128<uint>>(into)[..bits];
        if (bits == 0)
            return;
        Vector128<uint> word = Vector128<uint>.Zero;
        int shift = 0;
        int done = 0;
        foreach (Vector128<uint> number in numbers)
        {
            word |= number << shift;
            shift += bits;
            if (shift < 32)
                continue;
            words[done++] = word;
            shift -= 32;
            word = shift == 0 ? Vector128<uint>.Zero : number >>> (bits - shift);
        }
    }

    /// <summary>Unpacks a block.</summary>
    /// <param name="from">What <see cref="Pack"/> made: <see cref="ByteLength"/> bytes or more.</param>
    /// <param name="bits">The bits of each number, 0 to 32.</param>
    /// <param name="values">Where to.</param>
    public static void Unpack(ReadOnlySpan<byte> from, int bits, Span<uint> values)
    {
        Span<Vector128<uint>> numbers = MemoryMarshal.Cast<uint, Vector128<uint>>(values)[..Rounds];
        ReadOnlySpan<Vector128<uint>> words = MemoryMarshal.Cast<byte, Vector128<uint>>(from)[..bits];
        if (bits == 0)
        {
            numbers.Clear();
            return;
        }

        Vector128<uint> mask = Vector128.Create(bits == 32 ? uint.MaxValue : (1U << bits) - 1);
        Vector128<uint> word = words[0];
        int shift = 0;
        int next = 1;
        for (int i = 0; i < numbers.Length; i++)
        {
            Vector128<uint> number = word >>> shift;
            shift += bits;
            if (shift >= 32)
            {
                shift -= 32;
                if (next < words.Length)
                    word = words[next++];
                if (shift > 0)
                    number |= word << (bits - shift);
            }

            numbers[i] = number & mask;
        }
    }

    /// <summary>Turns the gaps of ascending numbers, how many are passed over before each, into the numbers.</summary>
    /// <param name="values">The gaps of a block, and then the numbers.</param>
    /// <param name="before">The number before the first; −1 for none.</param>
    /// <returns>A bound of them: the largest, if gaps do not lie.</returns>
    public static uint SumGaps(Span<uint> values, int before)
    {
        Span<Vector128<uint>> numbers = MemoryMarshal.Cast<uint, Vector128<uint>>(values)[..Rounds];
        Vector128<uint> last = Vector128.Create((uint)before);
        Vector128<uint> largest = Vector128<uint>.Zero;
        for (int i = 0; i < numbers.Length; i++)
        {
            Vector128<uint> sums = numbers[i] + Vector128<uint>.One;
            sums += Vector128.Shuffle(sums, Vector128.Create(4U, 0, 1, 2)); // a place that there is not gives zero
            sums += Vector128.Shuffle(sums, Vector128.Create(4U, 4, 0, 1));
            sums += last;
            numbers[i] = sums;
            largest = Vector128.Max(largest, sums);
            last = Vector128.Shuffle(sums, Vector128.Create(3U, 3, 3, 3));
        }

        return Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
    }
}
