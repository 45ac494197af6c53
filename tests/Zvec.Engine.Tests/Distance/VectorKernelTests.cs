using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Tests.Indexes.Vectors;

namespace Zvec.Engine.Tests.Distance;

public sealed unsafe class VectorKernelTests
{
    public static TheoryData<VectorType, Metric> All
    {
        get
        {
            var all = new TheoryData<VectorType, Metric>();
            foreach (VectorType type in (VectorType[])[VectorType.Float32, VectorType.Float16, VectorType.Int8])
            {
                foreach (Metric metric in Enum.GetValues<Metric>())
                    all.Add(type, metric);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Distance_is_that_of_the_definition_for_every_length(VectorType type, Metric metric)
    {
        var random = new Random(1);
        for (int dimensions = 1; dimensions <= 257; dimensions++)
        {
            var layout = new VectorRowLayout(type, dimensions, metric == Metric.Cosine);
            byte[] a = Vector(type, dimensions, random);
            byte[] b = Vector(type, dimensions, random);
            if (dimensions % 3 == 0)
                a.AsSpan(0, a.Length / 2).CopyTo(b);
            Check(layout, metric, a, b, offset: 0);
            Check(layout, metric, a, b, offset: 4);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Distance_of_no_elements_is_that_of_empty_vectors(VectorType type, Metric metric)
        => Check(new VectorRowLayout(type, 0, metric == Metric.Cosine), metric, [], [], offset: 0);

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Hamming)]
    [InlineData(Metric.Manhattan)]
    public void Extreme_floats_have_finite_distances(Metric metric)
    {
        float[] extremes = [float.MaxValue, -float.MaxValue, float.Epsilon, -float.Epsilon, 0, -0f, 1e-30f, 1e30f, 1, -1, 1.17549435e-38f];
        var layout = new VectorRowLayout(VectorType.Float32, 20, metric == Metric.Cosine);
        foreach (float left in extremes)
        {
            foreach (float right in extremes)
            {
                float[] a = [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? -left : left)];
                float[] b = [.. Enumerable.Range(0, 20).Select(i => i % 4 == 0 ? 0 : right)];
                Check(layout, metric, VectorColumns.Bytes<float>(a), VectorColumns.Bytes<float>(b), offset: 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Extreme_halves_and_integers_are_exact_enough_at_many_dimensions(VectorType type, Metric metric)
    {
        const int Dimensions = 20_000;
        byte[] a = new byte[Dimensions * type.ElementBytes()];
        byte[] b = new byte[a.Length];
        switch (type)
        {
            case VectorType.Float32:
                MemoryMarshal.Cast<byte, float>(a.AsSpan()).Fill(1e5f);
                MemoryMarshal.Cast<byte, float>(b.AsSpan()).Fill(-1e5f);
                break;
            case VectorType.Float16:
                MemoryMarshal.Cast<byte, Half>(a.AsSpan()).Fill(Half.MaxValue);
                MemoryMarshal.Cast<byte, Half>(b.AsSpan()).Fill(Half.MinValue);
                break;
            default:
                MemoryMarshal.Cast<byte, sbyte>(a.AsSpan()).Fill(sbyte.MaxValue);
                MemoryMarshal.Cast<byte, sbyte>(b.AsSpan()).Fill(sbyte.MinValue);
                break;
        }

        Check(new VectorRowLayout(type, Dimensions, metric == Metric.Cosine), metric, a, b, offset: 0);
    }

    [Fact]
    public void Every_half_widens_to_its_value()
    {
        Half* row = stackalloc Half[16];
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            Half half = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (!Half.IsFinite(half))
                continue;
            row[0] = half;
            Assert.Equal((float)half, Float16Elements.Load512((byte*)row, 0)[0]);
            Assert.Equal((float)half, Float16Elements.Load256((byte*)row, 0)[0]);
            Assert.Equal((float)half, Float16Elements.Load128((byte*)row, 0)[0]);
        }
    }

    [Fact]
    public void A_zero_vector_has_cosine_distance_one_to_everything()
    {
        var layout = new VectorRowLayout(VectorType.Float32, 5, true);
        var space = VectorSpace.For(layout, Metric.Cosine);
        foreach (float other in new[] { 0f, 1f, 1e-40f, 1e38f })
        {
            using var zero = new EncodedQuery(layout, new byte[20]);
            using var vector = new EncodedQuery(layout, VectorColumns.Bytes<float>([other, 0, 0, 0, -other]));
            Assert.Equal(1, space.Distance(zero.Pointer, vector.Pointer));
            Assert.Equal(1, space.ExactDistance(vector.Pointer, zero.Pointer));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void All_widths_agree(VectorType type, Metric metric)
    {
        var random = new Random(2);
        for (int dimensions = 1; dimensions <= 130; dimensions++)
        {
            using NativeBuffer left = Row(new VectorRowLayout(type, dimensions, true), Vector(type, dimensions, random), 0);
            using NativeBuffer right = Row(new VectorRowLayout(type, dimensions, true), Vector(type, dimensions, random), 0);
            byte* a = left.Pointer;
            byte* b = right.Pointer;
            float[] sums = metric switch
            {
                Metric.L2 => Sums<SquaredDifferenceTerm>(type, a, b, dimensions),
                Metric.InnerProduct or Metric.Cosine => Sums<ProductTerm>(type, a, b, dimensions),
                Metric.Hamming => Sums<InequalityTerm>(type, a, b, dimensions),
                _ => Sums<AbsoluteDifferenceTerm>(type, a, b, dimensions),
            };
            float tolerance = type == VectorType.Int8 || metric == Metric.Hamming ? 0 : dimensions * 1e-5f;
            Assert.Equal(sums[0], sums[1], tolerance);
            Assert.Equal(sums[0], sums[2], tolerance);
        }
    }

    private static float[] Sums<TTerm>(VectorType type, byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
        => type switch
        {
            VectorType.Float32 =>
            [
                FloatingSum<Float32Elements, Float32Elements, TTerm>.Sum512(a, b, dimensions),
                FloatingSum<Float32Elements, Float32Elements, TTerm>.Sum256(a, b, dimensions),
                FloatingSum<Float32Elements, Float32Elements, TTerm>.Sum128(a, b, dimensions),
            ],
            VectorType.Float16 =>
            [
                FloatingSum<Float16Elements, Float16Elements, TTerm>.Sum512(a, b, dimensions),
                FloatingSum<Float16Elements, Float16Elements, TTerm>.Sum256(a, b, dimensions),
                FloatingSum<Float16Elements, Float16Elements, TTerm>.Sum128(a, b, dimensions),
            ],
            _ =>
            [
                Int8Elements.Sum512<TTerm>(a, b, dimensions),
                Int8Elements.Sum256<TTerm>(a, b, dimensions),
                Int8Elements.Sum128<TTerm>(a, b, dimensions),
            ],
        };

    private static byte[] Vector(VectorType type, int dimensions, Random random)
    {
        if (type == VectorType.Int8)
            return VectorColumns.Random(type, dimensions, random);
        float[] values = [.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 4) - 2)];
        byte[] elements = new byte[new VectorRowLayout(type, dimensions, false).DataBytes];
        Assert.True(VectorElements.TryConvert(values, type, elements));
        return elements;
    }

    private static NativeBuffer Row(VectorRowLayout layout, byte[] elements, int offset)
    {
        var buffer = new NativeBuffer(layout.Stride + 64);

        // what lies behind a row must not matter
        buffer.Slice(0, (int)buffer.Length).Fill(0x7F);
        VectorEncoder.Encode(layout, elements, buffer.Slice(offset, layout.Stride));
        return buffer;
    }

    private static void Check(VectorRowLayout layout, Metric metric, byte[] a, byte[] b, int offset)
    {
        var space = VectorSpace.For(layout, metric);
        double expected = VectorColumns.Reference(metric, VectorColumns.Elements(layout.Type, a), VectorColumns.Elements(layout.Type, b));
        using NativeBuffer left = Row(layout, a, offset);
        using NativeBuffer right = Row(layout, b, offset);
        float distance = space.Distance(left.Pointer + offset, right.Pointer + offset);
        double exact = space.ExactDistance(left.Pointer + offset, right.Pointer + offset);

        string message = $"{layout} {metric}: {distance} and {exact} where {expected} was expected";
        Assert.Equal(distance, space.Distance(right.Pointer + offset, left.Pointer + offset));
        Assert.True(float.IsFinite(distance), message);
        Assert.True(Math.Abs(exact - expected) <= 1e-12 * Math.Max(1, Math.Abs(expected)), message);
        double shown = Math.Clamp(expected, -float.MaxValue, float.MaxValue);
        double scale = metric == Metric.InnerProduct ? Math.Max(Math.Abs(shown), layout.Dimensions) : Math.Max(Math.Abs(shown), 1);
        Assert.True(Math.Abs(distance - shown) <= 2e-6 * scale * Math.Max(1, layout.Dimensions / 1000), message);
    }
}
