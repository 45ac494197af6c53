using Zvec.Engine.Columns;
using Zvec.Engine.Tests.Indexes.Vectors;

namespace Zvec.Engine.Tests.Columns;

public sealed class VectorEncoderTests
{
    [Fact]
    public void A_row_is_elements_reciprocal_norm_and_zeros()
    {
        var layout = new VectorRowLayout(VectorType.Int8, 2, true);
        byte[] row = new byte[layout.Stride];
        Array.Fill(row, (byte)0xEE);
        VectorEncoder.Encode(layout, VectorColumns.Bytes<sbyte>([3, -4]), row);
        Assert.Equal([3, 0xFC, 0, 0], row[..4]);
        Assert.Equal(0.2f, BitConverter.ToSingle(row, 4));
        Assert.All(row[8..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_vector_of_another_length_is_refused()
        => Assert.Throws<ArgumentException>(
            () => VectorEncoder.Encode(new VectorRowLayout(VectorType.Float32, 2, false), new byte[4], new byte[64]));
}
