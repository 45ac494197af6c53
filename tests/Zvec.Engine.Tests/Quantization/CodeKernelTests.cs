using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Tests.Distance;

namespace Zvec.Engine.Tests.Quantizers;

public sealed unsafe class CodeKernelTests
{
    private const int RowCount = 6;

    private static readonly int[] Numbers = [5, 0, 3, 3, 1, 2, 4];

    public static TheoryData<Quantization, Metric> All
    {
        get
        {
            var all = new TheoryData<Quantization, Metric>();
            foreach (Quantization codes in new[] { Quantization.Float16, Quantization.Int8, Quantization.Int4 })
            {
                foreach (Metric metric in new[] { Metric.L2, Metric.InnerProduct, Metric.Cosine })
                    all.Add(codes, metric);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Distances_are_those_of_the_stored_form_for_every_length(Quantization codes, Metric metric)
    {
        for (int dimensions = 1; dimensions <= 257; dimensions++)
        {
            var random = new Random(dimensions);
            var form = new QuantizerForm(codes, metric, dimensions, IsRotated: dimensions % 2 == 0);
            var quantizer = Quantizer.Create(form, Vector(dimensions, random));
            int stride = quantizer.Stride + 4;
            using var buffer = new NativeBuffer((RowCount * stride) + 128);
            buffer.Slice(0, (int)buffer.Length).Fill(0x7F);
            byte* rows = buffer.Pointer + 4;
            for (int row = 0; row < RowCount; row++)
                quantizer.Encode(Vector(dimensions, random), new Span<byte>(rows + (row * stride), quantizer.Stride));
            using var query = new EncodedQuery(quantizer, Vector(dimensions, random));
            byte* own = rows + (2 * stride);
            var queryModel = CodeModel.Query(form, new ReadOnlySpan<byte>(query.Pointer, quantizer.QueryBytes));
            var ownModel = CodeModel.Code(form, new ReadOnlySpan<byte>(own, quantizer.Stride));
            RowSpace space = CodeSpace.For(quantizer);
            for (int row = 0; row < RowCount; row++)
            {
                byte* code = rows + (row * stride);
                var model = CodeModel.Code(form, new ReadOnlySpan<byte>(code, quantizer.Stride));
                Near(CodeModel.Distance(queryModel, model), space.Distance(query.Pointer, code), form);
                Near(CodeModel.Distance(ownModel, model), RowDistance(codes, own, code, dimensions), form);
            }

            CheckMany(codes, query.Pointer, own, rows, stride, dimensions);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Distances_are_finite_and_scans_find_them_whatever_vectors_come(Quantization codes, Metric metric)
    {
        float[] lengths = [0, float.Epsilon, 1e-38f, 1e-30f, 1e-12f, 1, 1e12f, 1e15f, 1e30f, float.MaxValue];
        foreach (int dimensions in new[] { 1, 3, 100 })
        {
            foreach (float length in new[] { 0, 1, 1e30f, -float.MaxValue, 1e-30f })
            {
                if (metric == Metric.Cosine && length > 1)
                    continue;
                float meanElement = metric == Metric.Cosine ? length / float.MaxValue : length;
                float[] mean = [.. Enumerable.Repeat(meanElement, dimensions)];
                foreach (bool isRotated in new[] { false, true })
                {
                    var quantizer = Quantizer.Create(new QuantizerForm(codes, metric, dimensions, isRotated), mean);
                    using var buffer = new NativeBuffer((2 * lengths.Length * quantizer.Stride) + 64);
                    for (int row = 0; row < 2 * lengths.Length; row++)
                        quantizer.Encode(Extreme(row), buffer.Slice(row * quantizer.Stride, quantizer.Stride));
                    RowSpace space = CodeSpace.For(quantizer);
                    for (int asked = 0; asked < 2 * lengths.Length; asked++)
                    {
                        using var query = new EncodedQuery(quantizer, Extreme(asked));
                        var results = new TopK(100);
                        space.Scan(new VectorBlock(buffer.Pointer, 0, 2 * lengths.Length), query.Pointer, results);
                        Assert.Equal(2 * lengths.Length, results.Count);
                        for (int row = 0; row < 2 * lengths.Length; row++)
                        {
                            byte* code = buffer.Pointer + (row * quantizer.Stride);
                            Assert.True(float.IsFinite(space.Distance(query.Pointer, code)));
                            Assert.True(float.IsFinite(RowDistance(codes, code, buffer.Pointer + (asked * quantizer.Stride), dimensions)));
                        }
                    }
                }

                float[] Extreme(int row)
                    => [.. Enumerable.Range(0, dimensions).Select(i => (row + i) % 3 == 0 ? -lengths[row / 2] : row % 2 == 0 ? lengths[row / 2] : 0)];
            }
        }
    }

    [Fact]
    public void All_widths_agree()
    {
        var random = new Random(7);
        for (int dimensions = 1; dimensions <= 300; dimensions++)
        {
            // any bytes are elements
            using var buffer = new NativeBuffer(5 * 1024 * sizeof(short));
            random.NextBytes(buffer.Slice(0, (int)buffer.Length));
            byte* left = buffer.Pointer;
            for (int i = 0; i < 1024; i++)
                ((short*)left)[i] /= 64;
            byte* a = left + 2048;
            byte* b = a + 1024;
            byte* c = b + 1024;
            byte* d = c + 1024;
            int bytes = Int8Products<Int16Lanes>.Sum128(left, a, dimensions);
            Assert.Equal(bytes, Int8Products<Int16Lanes>.Sum256(left, a, dimensions));
            Assert.Equal(bytes, Int8Products<Int16Lanes>.Sum512(left, a, dimensions));
            Assert.Equal(bytes, Int8Products<Int16Lanes>.Sums128(left, a, b, c, d, dimensions)[0]);
            Assert.Equal(Int8Products<Int16Lanes>.Sums128(left, a, b, c, d, dimensions), Int8Products<Int16Lanes>.Sums256(left, a, b, c, d, dimensions));
            Assert.Equal(Int8Products<Int16Lanes>.Sums128(left, a, b, c, d, dimensions), Int8Products<Int16Lanes>.Sums512(left, a, b, c, d, dimensions));
            int rowBytes = Int8Products<Int8Lanes>.Sum128(a, b, dimensions);
            Assert.Equal(rowBytes, Int8Products<Int8Lanes>.Sum256(a, b, dimensions));
            Assert.Equal(rowBytes, Int8Products<Int8Lanes>.Sum512(b, a, dimensions));

            int nibbles = NibbleProducts<RowPlanes>.Sum128(a, b, dimensions);
            Assert.Equal(nibbles, NibbleProducts<RowPlanes>.Sum256(a, b, dimensions));
            Assert.Equal(nibbles, NibbleProducts<RowPlanes>.Sum512(a, b, dimensions));
            Assert.Equal(nibbles, NibbleProducts<RowPlanes>.Sums128(a, b, c, d, a, dimensions)[0]);
            Assert.Equal(NibbleProducts<RowPlanes>.Sums128(a, b, c, d, a, dimensions), NibbleProducts<RowPlanes>.Sums256(a, b, c, d, a, dimensions));
            Assert.Equal(NibbleProducts<RowPlanes>.Sums128(a, b, c, d, a, dimensions), NibbleProducts<RowPlanes>.Sums512(a, b, c, d, a, dimensions));
        }
    }

    private static float[] Vector(int dimensions, Random random) => [.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 2) - 1)];

    private static float RowDistance(Quantization codes, byte* a, byte* b, int dimensions) => codes switch
    {
        Quantization.Float16 => CodeKernel<Float16Codes>.RowDistance(a, b, dimensions),
        Quantization.Int8 => CodeKernel<Int8Codes>.RowDistance(a, b, dimensions),
        _ => CodeKernel<Int4Codes>.RowDistance(a, b, dimensions),
    };

    private static void CheckMany(Quantization codes, byte* query, byte* own, byte* rows, int stride, int dimensions)
    {
        switch (codes)
        {
            case Quantization.Float16:
                Rows.Check<CodeKernel<Float16Codes>>(query, own, rows, stride, Numbers, dimensions);
                break;
            case Quantization.Int8:
                Rows.Check<CodeKernel<Int8Codes>>(query, own, rows, stride, Numbers, dimensions);
                break;
            default:
                Rows.Check<CodeKernel<Int4Codes>>(query, own, rows, stride, Numbers, dimensions);
                break;
        }
    }

    private static void Near(double expected, float actual, QuantizerForm form)
        => Assert.True(Math.Abs(expected - actual) <= 1e-5 * Math.Max(form.Dimensions / 3.0, 1), $"{form}: {actual} where {expected} was expected");
}
