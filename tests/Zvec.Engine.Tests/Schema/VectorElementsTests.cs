using System.Runtime.InteropServices;
using Zvec.Engine.Schema;
using Zvec.Engine.Tests.Indexes.Vectors;

namespace Zvec.Engine.Tests.Schema;

public sealed class VectorElementsTests
{
    [Fact]
    public void The_first_element_that_is_not_finite_is_found_at_every_place()
    {
        for (int length = 1; length < 70; length++)
        {
            for (int at = 0; at < length; at++)
            {
                float[] floats = Enumerable.Repeat(float.MaxValue, length).ToArray();
                Half[] halves = Enumerable.Repeat(Half.MinValue, length).ToArray();
                Assert.Equal(-1, VectorElements.IndexOfNotFinite(VectorType.Float32, MemoryMarshal.AsBytes<float>(floats)));
                Assert.Equal(-1, VectorElements.IndexOfNotFinite(VectorType.Float16, MemoryMarshal.AsBytes<Half>(halves)));
                floats[at] = at % 2 == 0 ? float.NaN : float.NegativeInfinity;
                halves[at] = at % 2 == 0 ? Half.PositiveInfinity : Half.NaN;
                Assert.Equal(at, VectorElements.IndexOfNotFinite(VectorType.Float32, MemoryMarshal.AsBytes<float>(floats)));
                Assert.Equal(at, VectorElements.IndexOfNotFinite(VectorType.Float16, MemoryMarshal.AsBytes<Half>(halves)));
            }
        }
    }

    [Fact]
    public void Floats_become_the_nearest_halves()
    {
        byte[] elements = new byte[4];
        Assert.True(VectorElements.TryConvert([0.1f, -3], VectorType.Float16, elements));
        Assert.Equal(VectorColumns.Bytes([(Half)0.1f, (Half)(-3)]), elements);
        Assert.False(VectorElements.TryConvert([1, 70_000], VectorType.Float16, elements));
    }

    [Fact]
    public void Floats_become_bits_only_when_they_are_zeros_and_ones()
    {
        byte[] elements = [0xFF, 0xFF];
        Assert.True(VectorElements.TryConvert([1, 0, 0, 1, 0, 0, 0, 0, -0f, 1], VectorType.Binary, elements));
        Assert.Equal(new byte[] { 0b1001, 0b10 }, elements);
        foreach (float other in (float[])[-1, 2, 0.5f, float.NaN])
            Assert.False(VectorElements.TryConvert([1, other], VectorType.Binary, elements));
    }

    [Fact]
    public void Bits_beyond_the_last_are_found()
    {
        for (int dimensions = 1; dimensions <= 40; dimensions++)
        {
            byte[] elements = new byte[VectorType.Binary.DataBytes(dimensions)];
            Array.Fill(elements, (byte)0xFF);
            Assert.Equal(dimensions % 8 != 0, VectorElements.HasStrayBits(VectorType.Binary, dimensions, elements));
            if (dimensions % 8 != 0)
                elements[^1] = (byte)((1 << (dimensions % 8)) - 1);
            Assert.False(VectorElements.HasStrayBits(VectorType.Binary, dimensions, elements));
        }
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
        Assert.Equal(converts, VectorElements.TryConvert([value], VectorType.Int8, elements));
        if (converts)
            Assert.Equal((sbyte)value, (sbyte)elements[0]);
    }
}
