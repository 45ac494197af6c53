using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Tests.Indexes.Vectors;

public sealed unsafe class HnswOrderTests
{
    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.Cosine)]
    public void Rows_far_from_the_mean_come_first(Metric metric)
    {
        // seven rows at angles of 10 degrees, whose mean is that in the middle
        float[][] vectors =
        [
            .. new[] { 0, 30, -10, 20, -30, 10, -20 }.Select(
                angle => new[] { MathF.Cos(angle * MathF.PI / 180), MathF.Sin(angle * MathF.PI / 180) }),
        ];
        float[] mean = [vectors.Average(vector => vector[0]), vectors.Average(vector => vector[1])];
        var quantizer = Quantizer.Create(new QuantizerForm(Quantization.Int8, metric, 2, false), mean);
        using var rows = new NativeBuffer(vectors.Length * quantizer.Stride);
        for (int row = 0; row < vectors.Length; row++)
            quantizer.Encode(vectors[row], rows.Slice(row * quantizer.Stride, quantizer.Stride));
        int[] order = HnswOrder.FarthestFirst(new VectorCodes(quantizer, rows.Pointer, vectors.Length))!;
        Assert.Equal([1, 4], order[..2].Order());
        Assert.Equal([3, 6], order[2..4].Order());
        Assert.Equal([2, 5], order[4..6].Order());
        Assert.Equal(0, order[6]);
    }
}
