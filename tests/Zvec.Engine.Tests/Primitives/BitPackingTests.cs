using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class BitPackingTests
{
    [Fact]
    public void Blocks_of_all_widths_come_back()
    {
        var random = new Random(1);
        for (int bits = 0; bits <= 32; bits++)
        {
            uint[] values = [.. Enumerable.Range(0, BitPacking.BlockLength).Select(_ => (uint)random.NextInt64(1L << bits))];
            values[random.Next(values.Length)] = bits == 0 ? 0 : uint.MaxValue >> (32 - bits);
            Assert.Equal(bits, BitPacking.BitsFor(values));
            byte[] packed = new byte[BitPacking.ByteLength(bits)];
            BitPacking.Pack(values, bits, packed);
            uint[] unpacked = new uint[BitPacking.BlockLength];
            Array.Fill(unpacked, 77U);
            BitPacking.Unpack(packed, bits, unpacked);
            Assert.Equal(values, unpacked);
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(-1, 3)]
    [InlineData(70, 2)]
    [InlineData(1_000_000, 16_000_000)]
    public void Gaps_are_summed(int before, int mostGap)
    {
        var random = new Random(2);
        uint[] gaps = [.. Enumerable.Range(0, BitPacking.BlockLength).Select(_ => (uint)random.Next(mostGap))];
        uint[] rows = new uint[gaps.Length];
        uint row = (uint)before;
        for (int i = 0; i < gaps.Length; i++)
            rows[i] = row += gaps[i] + 1;
        Assert.Equal(rows[^1], BitPacking.SumGaps(gaps, before));
        Assert.Equal(rows, gaps);
    }

    [Fact]
    public void The_bound_of_gaps_that_lie_is_no_less_than_any_of_the_numbers()
    {
        uint[] gaps = new uint[BitPacking.BlockLength];
        gaps[3] = uint.MaxValue - 10; // and so the later ones begin again from below
        uint most = BitPacking.SumGaps(gaps, 5);
        Assert.Equal(gaps.Max(), most);
    }

    [Fact]
    public void A_block_that_is_too_short_is_refused()
    {
        Assert.ThrowsAny<ArgumentException>(
            () => BitPacking.Unpack(new byte[BitPacking.ByteLength(5) - 1], 5, new uint[BitPacking.BlockLength]));
        Assert.ThrowsAny<ArgumentException>(
            () => BitPacking.Unpack(new byte[BitPacking.ByteLength(5)], 5, new uint[BitPacking.BlockLength - 1]));
    }
}
