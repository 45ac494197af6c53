using System.Runtime.Intrinsics;
using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Tests.Indexes.Vectors;

namespace Zvec.Engine.Tests.Distance;

/// <summary>Distances of many rows at once, for every element type and metric.</summary>
public sealed unsafe class ManyRowsTests
{
    private static readonly int[] Numbers = [6, 0, 3, 3, 1, 5, 2, 4, 6, 0, 5];

    public static TheoryData<VectorType, Metric> All => VectorKernelTests.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Many_distances_are_those_of_each_row(VectorType type, Metric metric)
    {
        var random = new Random(4);
        for (int dimensions = 0; dimensions <= 257; dimensions++)
        {
            var layout = new VectorRowLayout(type, dimensions, HasNorm: true);
            int stride = layout.Stride + 4;
            using var buffer = new NativeBuffer((8L * stride) + 128);
            buffer.Slice(0, (int)buffer.Length).Fill(0x7F);
            byte* rows = buffer.Pointer + 4;
            for (int row = 0; row < 7; row++)
            {
                byte[] vector = VectorColumns.Random(type, dimensions, random);
                VectorEncoder.Encode(layout, vector, new Span<byte>(rows + (row * stride), layout.Stride));
            }

            switch (type)
            {
                case VectorType.Float32:
                    Check<Float32Elements>(metric, rows, stride, dimensions);
                    break;
                case VectorType.Float16:
                    Check<Float16Elements>(metric, rows, stride, dimensions);
                    break;
                default:
                    Check<Int8Elements>(metric, rows, stride, dimensions);
                    break;
            }
        }
    }

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    [InlineData(Metric.Cosine)]
    public void One_row_that_overflows_does_not_harm_its_neighbours(Metric metric)
    {
        var layout = new VectorRowLayout(VectorType.Float32, 17, HasNorm: true);
        using var buffer = new NativeBuffer((8L * layout.Stride) + 128);
        for (int row = 0; row < 7; row++)
        {
            float[] vector = [.. Enumerable.Range(0, 17).Select(i => row % 2 == 1 ? float.MaxValue : (float)((i * row) - 5))];
            VectorEncoder.Encode(layout, VectorColumns.Bytes<float>(vector), buffer.Slice(row * layout.Stride, layout.Stride));
        }

        Check<Float32Elements>(metric, buffer.Pointer, layout.Stride, 17);
    }

    [Fact]
    public void All_widths_agree_for_four_rows()
    {
        var random = new Random(5);
        for (int dimensions = 1; dimensions <= 130; dimensions++)
        {
            var layout = new VectorRowLayout(VectorType.Float32, dimensions, HasNorm: false);
            using var buffer = new NativeBuffer((4L * layout.Stride) + 128);
            for (int row = 0; row < 4; row++)
            {
                byte[] vector = VectorColumns.Random(VectorType.Float32, dimensions, random);
                VectorEncoder.Encode(layout, vector, buffer.Slice(row * layout.Stride, layout.Stride));
            }

            byte* a = buffer.Pointer;
            byte* b = a + layout.Stride;
            byte* c = b + layout.Stride;
            byte* d = c + layout.Stride;

            // sums of small integers are exact
            Vector128<float> expected = FourFloatingSums<Float32Elements, Float32Elements, ProductTerm>.Of128(a, a, b, c, d, dimensions);
            Assert.Equal(expected, FourFloatingSums<Float32Elements, Float32Elements, ProductTerm>.Of256(a, a, b, c, d, dimensions));
            Assert.Equal(expected, FourFloatingSums<Float32Elements, Float32Elements, ProductTerm>.Of512(a, a, b, c, d, dimensions));
        }
    }

    [Fact]
    public void All_widths_agree_for_four_rows_of_integers()
    {
        var random = new Random(6);
        for (int dimensions = 1; dimensions <= 130; dimensions++)
        {
            var layout = new VectorRowLayout(VectorType.Int8, dimensions, HasNorm: false);
            using var buffer = new NativeBuffer((4L * layout.Stride) + 128);
            buffer.Slice(0, (int)buffer.Length).Fill(0x7F);
            for (int row = 0; row < 4; row++)
            {
                byte[] vector = VectorColumns.Random(VectorType.Int8, dimensions, random);
                VectorEncoder.Encode(layout, vector, buffer.Slice(row * layout.Stride, layout.Stride));
            }

            CheckWidths<ProductTerm>(buffer.Pointer, layout.Stride, dimensions);
            CheckWidths<SquaredDifferenceTerm>(buffer.Pointer, layout.Stride, dimensions);
            CheckWidths<AbsoluteDifferenceTerm>(buffer.Pointer, layout.Stride, dimensions);
            CheckWidths<InequalityTerm>(buffer.Pointer, layout.Stride, dimensions);
        }
    }

    private static void CheckWidths<TTerm>(byte* a, int stride, int dimensions)
        where TTerm : struct, ITerm
    {
        byte* b = a + stride;
        byte* c = b + stride;
        byte* d = c + stride;
        Vector128<int> expected = FourInt8Sums<TTerm>.Of128(d, a, b, c, d, dimensions);
        Assert.Equal(expected, FourInt8Sums<TTerm>.Of256(d, a, b, c, d, dimensions));
        Assert.Equal(expected, FourInt8Sums<TTerm>.Of512(d, a, b, c, d, dimensions));
        Assert.Equal(Int8Elements.ExactSum<TTerm>(d, b, dimensions), expected[1]);
    }

    private static void Check<TElements>(Metric metric, byte* rows, int stride, int dimensions)
        where TElements : struct, IElements
    {
        switch (metric)
        {
            case Metric.L2:
                Rows.Check<L2Kernel<TElements>>(rows + stride, rows + stride, rows, stride, Numbers, dimensions);
                break;
            case Metric.InnerProduct:
                Rows.Check<InnerProductKernel<TElements>>(rows + stride, rows + stride, rows, stride, Numbers, dimensions);
                break;
            case Metric.Cosine:
                Rows.Check<CosineKernel<TElements>>(rows + stride, rows + stride, rows, stride, Numbers, dimensions);
                break;
            case Metric.Hamming:
                Rows.Check<HammingKernel<TElements>>(rows + stride, rows + stride, rows, stride, Numbers, dimensions);
                break;
            default:
                Rows.Check<ManhattanKernel<TElements>>(rows + stride, rows + stride, rows, stride, Numbers, dimensions);
                break;
        }
    }
}
