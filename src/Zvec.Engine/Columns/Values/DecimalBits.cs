using System.Runtime.InteropServices;

namespace Zvec.Engine.Columns;

/// <summary>A <see cref="decimal"/> as columns hold it: the four little-endian numbers of
/// <see cref="decimal.GetBits(decimal)"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 16)]
internal readonly struct DecimalBits
{
    private readonly int _low;
    private readonly int _middle;
    private readonly int _high;
    private readonly int _flags;

    public DecimalBits(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        (_low, _middle, _high, _flags) = (bits[0], bits[1], bits[2], bits[3]);
    }

    /// <summary>Whether the bits are those of a decimal; always so in an open column.</summary>
    public bool IsValid => (_flags & 0x7F00FFFF) == 0 && (_flags >> 16 & 0xFF) <= 28;

    public decimal ToDecimal() => new([_low, _middle, _high, _flags]);
}
