using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

public sealed class SectionChecksumTests
{
    [Fact]
    public void It_does_not_depend_on_how_the_bytes_are_cut()
    {
        var random = new Random(1);
        byte[] bytes = new byte[5_000];
        random.NextBytes(bytes);
        for (int length = 0; length < 70; length++)
            AssertSame(bytes.AsSpan(0, length).ToArray(), random);
        AssertSame(bytes, random);
    }

    [Fact]
    public void It_tells_every_flipped_bit_every_length_of_zeros_and_exchanged_words()
    {
        byte[] bytes = new byte[67];
        new Random(2).NextBytes(bytes);
        var seen = new HashSet<ulong> { Of(bytes) };
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(seen.Add(Of(bytes)));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (int length = 0; length < 70; length++)
            Assert.True(seen.Add(Of(new byte[length])));
        byte[] exchanged = [.. bytes[8..16], .. bytes[..8], .. bytes[16..]];
        Assert.True(seen.Add(Of(exchanged)));
    }

    [Fact]
    public void Its_lower_half_is_crc32c_of_the_even_words_and_the_length()
    {
        // CRC-32C of no bytes, before the final inversion, continued with the length as the definition says
        Assert.Equal(System.Numerics.BitOperations.Crc32C(uint.MaxValue, 0UL), (uint)Of([]));
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        uint even = System.Numerics.BitOperations.Crc32C(uint.MaxValue, BitConverter.ToUInt64(bytes));
        Assert.Equal(System.Numerics.BitOperations.Crc32C(even, 16UL), (uint)Of(bytes));
    }

    private static ulong Of(byte[] bytes)
    {
        var checksum = new SectionChecksum();
        checksum.Append(bytes);
        return checksum.Value;
    }

    private static void AssertSame(byte[] bytes, Random random)
    {
        var checksum = new SectionChecksum();
        for (int start = 0; start < bytes.Length;)
        {
            int length = Math.Min(random.Next(40), bytes.Length - start);
            checksum.Append(bytes.AsSpan(start, length));
            start += length;
        }

        Assert.Equal(Of(bytes), checksum.Value);
    }
}
