using System.Runtime.InteropServices;

namespace Zvec.Engine.Indexes.Text;

/// <summary>What the file says of a block of the postings of a term.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = ByteLength)]
internal readonly struct TextBlock(int lastRow, Impact impact, uint start, long positions, int gapBits, int frequencyBits)
{
    public const int ByteLength = 24;

    private const int PositionBits = 48;
    private const ulong PositionMask = (1UL << PositionBits) - 1;

    public readonly int LastRow = lastRow;
    private readonly int _frequency = impact.Frequency;
    private readonly int _length = impact.Length;
    private readonly uint _start = start;
    private readonly ulong _positions = (ulong)positions | ((ulong)gapBits << PositionBits) | ((ulong)frequencyBits << (PositionBits + 8));

    public Impact Impact => new(_frequency, _length);

    /// <summary>Where its rows begin, in bytes from the first of the term.</summary>
    public long Start => (long)_start * 16;

    /// <summary>Where its positions begin, in bytes from the first of the term.</summary>
    public long Positions => (long)(_positions & PositionMask);

    public int GapBits => (int)(_positions >> PositionBits) & 0xFF;

    public int FrequencyBits => (int)(_positions >> (PositionBits + 8));
}
