using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Distance;

/// <summary>Distances of vectors of bits.</summary>
public sealed unsafe class BitKernelTests
{
    [Fact]
    public void All_widths_count_the_bits_that_differ_for_every_length()
    {
        var random = new Random(1);
        for (int dimensions = 0; dimensions <= 1_100; dimensions += dimensions < 70 ? 1 : 7)
        {
            byte[] a = Vector(dimensions, random);
            byte[] b = Vector(dimensions, random);
            if (dimensions % 5 == 0)
                a.CopyTo(b, 0);
            int expected = Differences(a, b);
            using NativeBuffer left = Row(a, offset: 0);
            using NativeBuffer right = Row(b, offset: 4);
            byte* l = left.Pointer;
            byte* r = right.Pointer + 4;
            Assert.Equal(expected, BitHammingKernel.Distance(l, r, dimensions));
            Assert.Equal(expected, BitHammingKernel.Distance(r, l, dimensions));
            Assert.Equal(expected, BitHammingKernel.ExactDistance(l, r, dimensions));
            Assert.Equal(expected, BitDifferences.CountWords(l, r, a.Length));
            if (Avx512BW.IsSupported)
                Assert.Equal(expected, BitDifferences.Count512(l, r, a.Length));
            if (Avx2.IsSupported)
                Assert.Equal(expected, BitDifferences.Count256(l, r, a.Length));
            if (AdvSimd.Arm64.IsSupported)
                Assert.Equal(expected, BitDifferences.Count128(l, r, a.Length));
        }
    }

    [Fact]
    public void All_bits_of_the_longest_vectors_may_differ()
    {
        byte[] ones = new byte[VectorColumnFormat.MaximumDimensions / 8];
        Array.Fill(ones, (byte)0xFF);
        using NativeBuffer left = Row(ones, offset: 0);
        using NativeBuffer right = Row(new byte[ones.Length], offset: 0);
        Assert.Equal(20_000, BitHammingKernel.Distance(left.Pointer, right.Pointer, 20_000));
    }

    [Fact]
    public void Many_distances_are_those_of_each_row()
    {
        int[] numbers = [6, 0, 3, 3, 1, 5, 2, 4, 6, 0, 5];
        var random = new Random(4);
        for (int dimensions = 1; dimensions <= 1_100; dimensions += dimensions < 70 ? 1 : 7)
        {
            var layout = new VectorRowLayout(VectorType.Binary, dimensions, HasNorm: false);
            int stride = layout.Stride + 4;
            using var buffer = new NativeBuffer((8L * stride) + 128);
            buffer.Slice(0, (int)buffer.Length).Fill(0x7F);
            byte* rows = buffer.Pointer + 4;
            for (int row = 0; row < 7; row++)
                VectorEncoder.Encode(layout, Vector(dimensions, random), new Span<byte>(rows + (row * stride), layout.Stride));
            Rows.Check<BitHammingKernel>(rows + stride, rows + stride, rows, stride, numbers, dimensions);
        }
    }

    private static int Differences(byte[] a, byte[] b)
    {
        int differences = 0;
        for (int bit = 0; bit < a.Length * 8; bit++)
            differences += ((a[bit / 8] ^ b[bit / 8]) >> (bit % 8)) & 1;
        return differences;
    }

    private static byte[] Vector(int dimensions, Random random)
    {
        byte[] vector = new byte[(dimensions + 7) / 8];
        for (int bit = 0; bit < dimensions; bit++)
            vector[bit / 8] |= (byte)(random.Next(2) << (bit % 8));
        return vector;
    }

    private static NativeBuffer Row(byte[] elements, int offset)
    {
        var buffer = new NativeBuffer(elements.Length + 128);

        // what lies behind a row must not matter
        buffer.Slice(0, (int)buffer.Length).Fill(0x7F);
        elements.CopyTo(buffer.Slice(offset, elements.Length));
        return buffer;
    }
}
