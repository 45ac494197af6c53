using Zvec.Engine.Columns;
using Zvec.Engine.Tests.Indexes.Vectors;

namespace Zvec.Engine.Tests.Columns;

public sealed class VectorEncoderTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_is_found(float value)
    {
        Assert.False(VectorEncoder.IsFinite(VectorType.Float32, VectorColumns.Bytes([1, value, 2])));
        Assert.False(VectorEncoder.IsFinite(VectorType.Float16, VectorColumns.Bytes([Half.One, (Half)value])));
        Assert.True(VectorEncoder.IsFinite(VectorType.Float32, VectorColumns.Bytes([float.MaxValue, float.Epsilon])));
        Assert.True(VectorEncoder.IsFinite(VectorType.Float16, VectorColumns.Bytes([Half.MaxValue])));
    }

    [Fact]
    public void Floats_become_the_nearest_halves()
    {
        byte[] elements = new byte[4];
        Assert.True(VectorEncoder.TryConvert([0.1f, -3], VectorType.Float16, elements));
        Assert.Equal(VectorColumns.Bytes([(Half)0.1f, (Half)(-3)]), elements);
        Assert.False(VectorEncoder.TryConvert([1, 70_000], VectorType.Float16, elements));
    }

    [Theory]
    [InlineData(127, true)]
    [InlineData(-128, true)]
    [InlineData(-0f, true)]
    [InlineData(128, false)]
    [InlineData(-129, false)]
    [InlineData(0.5f, false)]
    [InlineData(float.NaN, false)]
    public void Floats_become_integers_only_without_loss(float value, bool converts)
    {
        byte[] elements = new byte[1];
        Assert.Equal(converts, VectorEncoder.TryConvert([value], VectorType.Int8, elements));
        if (converts)
            Assert.Equal((sbyte)value, (sbyte)elements[0]);
    }

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
        => Assert.Throws<ArgumentException>(() => VectorEncoder.Encode(new VectorRowLayout(VectorType.Float32, 2, false), new byte[4], new byte[64]));
}
