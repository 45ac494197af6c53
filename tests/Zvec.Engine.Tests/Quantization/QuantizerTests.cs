using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Tests.Quantizers;

public sealed class QuantizerTests
{
    [Theory]
    [InlineData(Quantization.Float16, 0.0005)]
    [InlineData(Quantization.Int8, 0.015)]
    [InlineData(Quantization.Int4, 0.15)]
    public void What_a_code_loses_is_bounded_and_at_right_angles_to_the_vector(Quantization codes, double bound)
    {
        var random = new Random(11);
        for (int dimensions = 1; dimensions <= 300; dimensions += 7)
        {
            var form = new QuantizerForm(codes, Metric.InnerProduct, dimensions, IsRotated: false);
            var quantizer = Quantizer.Create(form, new float[dimensions]);
            byte[] code = new byte[quantizer.Stride];
            float[] vector = Normal(dimensions, random);
            quantizer.Encode(vector, code);
            (double[] elements, double scale, _) = CodeModel.Code(form, code);
            double lost = 0, along = 0, squares = 0;
            for (int i = 0; i < dimensions; i++)
            {
                double error = (scale * elements[i]) - vector[i];
                lost += error * error;
                along += error * vector[i];
                squares += vector[i] * vector[i];
            }

            Assert.True(Math.Sqrt(lost / squares) <= bound, $"{form} loses {Math.Sqrt(lost / squares)}");
            Assert.True(Math.Abs(along) <= 1e-3 * bound * squares + 1e-6 * squares, $"{form} loses {along / squares} along the vector");
        }
    }

    [Theory]
    [InlineData(Quantization.Float16, 5e-4)]
    [InlineData(Quantization.Int8, 5e-3)]
    [InlineData(Quantization.Int4, 0.06)]
    public void Distances_are_near_those_of_the_vectors(Quantization codes, double bound)
    {
        var random = new Random(12);
        foreach (Metric metric in new[] { Metric.L2, Metric.InnerProduct, Metric.Cosine })
        {
            foreach (bool isRotated in new[] { false, true })
            {
                foreach (int dimensions in new[] { 64, 101, 257 })
                {
                    var quantizer = Quantizer.Create(
                        new QuantizerForm(codes, metric, dimensions, isRotated), [.. Enumerable.Repeat(0.5f / MathF.Sqrt(dimensions), dimensions)]);
                    float[] Unit()
                    {
                        float[] vector = Normal(dimensions, random);
                        float length = MathF.Sqrt(vector.Sum(x => x * x));
                        return [.. vector.Select(x => (x / length) + (0.5f / MathF.Sqrt(dimensions)))];
                    }

                    for (int i = 0; i < 20; i++)
                    {
                        float[] a = Unit();
                        float[] b = Unit();
                        double expected = Indexes.Vectors.VectorColumns.Reference(metric, [.. a.Select(x => (double)x)], [.. b.Select(x => (double)x)]);
                        byte[] code = new byte[quantizer.Stride];
                        byte[] query = new byte[quantizer.QueryBytes];
                        quantizer.Encode(a, code);
                        quantizer.EncodeQuery(b, query);
                        double actual = CodeModel.Distance(CodeModel.Query(quantizer.Form, query), CodeModel.Code(quantizer.Form, code));
                        Assert.True(Math.Abs(actual - expected) <= bound, $"{quantizer.Form}: {actual} where {expected} was expected");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(Quantization.Float16)]
    [InlineData(Quantization.Int8)]
    [InlineData(Quantization.Int4)]
    public void Encoding_allocates_nothing(Quantization codes)
    {
        var quantizer = Quantizer.Create(new QuantizerForm(codes, Metric.Cosine, 100, IsRotated: true), new float[100]);
        float[] vector = Normal(100, new Random(13));
        byte[] code = new byte[quantizer.Stride];
        byte[] query = new byte[quantizer.QueryBytes];
        long before = 0;
        for (int i = 0; i < 40; i++)
        {
            if (i == 20)
                before = GC.GetAllocatedBytesForCurrentThread();
            quantizer.Encode(vector, code);
            quantizer.EncodeQuery(vector, query);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(Quantization.Int4, 100, 64)]
    [InlineData(Quantization.Int4, 128, 80)]
    [InlineData(Quantization.Int8, 33, 64)]
    [InlineData(Quantization.Int8, 100, 128)]
    [InlineData(Quantization.Int8, 128, 136)]
    [InlineData(Quantization.Int8, 768, 776)]
    [InlineData(Quantization.Int8, 1536, 1544)]
    [InlineData(Quantization.Float16, 100, 224)]
    [InlineData(Quantization.Float16, 512, 1032)]
    public void Codes_take_few_bytes(Quantization codes, int dimensions, int stride)
        => Assert.Equal(stride, Quantizer.Create(new QuantizerForm(codes, Metric.L2, dimensions, IsRotated: false), new float[dimensions]).Stride);

    [Fact]
    public void No_code_touches_more_lines_than_it_must()
    {
        for (int bytes = 4; bytes <= 1000; bytes += 4)
        {
            int stride = CodeStride.Of(bytes);
            Assert.True(stride >= bytes && stride % 4 == 0 && stride < bytes + 64);
            for (long row = 0; row < 64; row++)
                Assert.Equal((bytes + 63) / 64, (((row * stride) + bytes - 1) / 64) - (row * stride / 64) + 1);
        }
    }

    [Fact]
    public void Equal_vectors_have_equal_codes_and_vectors_of_the_wrong_length_are_refused()
    {
        var form = new QuantizerForm(Quantization.Int4, Metric.L2, 5, IsRotated: true);
        var quantizer = Quantizer.Create(form, new float[5]);
        byte[] code = new byte[quantizer.Stride];
        byte[] again = new byte[quantizer.Stride];
        quantizer.Encode([1, 2, 3, 4, 5], code);
        Quantizer.Create(form, new float[5], quantizer.Seed).Encode([1, 2, 3, 4, 5], again);
        Assert.Equal(code, again);
        Quantizer.Create(form, new float[5], quantizer.Seed + 1).Encode([1, 2, 3, 4, 5], again);
        Assert.NotEqual(code, again);
        Assert.Throws<ArgumentException>(() => quantizer.Encode([1, 2, 3, 4], code));
        Assert.Throws<ArgumentException>(() => Quantizer.Create(form, new float[4]));
    }

    private static float[] Normal(int dimensions, Random random)
        => [.. Enumerable.Range(0, dimensions).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
