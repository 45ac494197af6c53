using System.Buffers.Binary;

namespace Zvec.Engine.Columns;

/// <summary>The <see cref="SortKey"/> of a <see cref="decimal"/>: the value in units of 10⁻²⁸, the finest that there
/// is, as a big-endian integer of 192 bits in two's complement with the sign bit flipped. Trailing zeros of the scale vanish on the
/// way.</summary>
internal static class DecimalKey
{
    public const int Width = 24;

    private const int MaxScale = 28;
    private const int MaxPower = 19;

    public static void Write(decimal value, Span<byte> key)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        ulong low = (uint)bits[0] | (ulong)(uint)bits[1] << 32;
        ulong middle = (uint)bits[2];
        ulong high = 0;
        int power = MaxScale - (bits[3] >> 16 & 0xFF);
        if (power > MaxPower)
        {
            Multiply(PowerOfTen(power - MaxPower), ref low, ref middle, ref high);
            power = MaxPower;
        }

        Multiply(PowerOfTen(power), ref low, ref middle, ref high);
        if (bits[3] < 0)
            Negate(ref low, ref middle, ref high);
        BinaryPrimitives.WriteUInt64BigEndian(key, high ^ 0x80000000_00000000);
        BinaryPrimitives.WriteUInt64BigEndian(key[8..], middle);
        BinaryPrimitives.WriteUInt64BigEndian(key[16..], low);
    }

    private static ulong PowerOfTen(int power)
    {
        ulong result = 1;
        while (power-- > 0)
            result *= 10;
        return result;
    }

    private static void Multiply(ulong factor, ref ulong low, ref ulong middle, ref ulong high)
    {
        ulong carry = Math.BigMul(low, factor, out low);
        UInt128 sum = ((UInt128)middle * factor) + carry;
        middle = (ulong)sum;
        high = (high * factor) + (ulong)(sum >> 64);
    }

    private static void Negate(ref ulong low, ref ulong middle, ref ulong high)
    {
        low = ~low + 1;
        middle = ~middle + (low == 0 ? 1UL : 0);
        high = ~high + (low == 0 && middle == 0 ? 1UL : 0);
    }
}
