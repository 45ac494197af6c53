using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Indexes.Vectors;

namespace Zvec.Engine.Tests.Quantizers;

public sealed unsafe class CodeRecallTests
{
    private const int Words = 6_000;
    private const int Queries = 50;
    private const int Top = 10;

    [Theory]
    [InlineData(Quantization.Float16, false, 0.995, 1)]
    [InlineData(Quantization.Int8, false, 0.98, 1)]
    [InlineData(Quantization.Int8, true, 0.98, 1)]
    [InlineData(Quantization.Int4, false, 0.85, 0.995)]
    [InlineData(Quantization.Int4, true, 0.85, 0.995)]
    public void Codes_of_word_vectors_find_the_nearest(Quantization codes, bool isRotated, double alone, double rescored)
    {
        foreach (Metric metric in new[] { Metric.Cosine, Metric.L2, Metric.InnerProduct })
        {
            var layout = new VectorRowLayout(VectorType.Float32, GloveVectors.Dimensions, metric == Metric.Cosine);
            var space = VectorSpace.For(layout, metric);
            using MutableVectorColumn column = VectorColumns.Mutable(layout, Enumerable.Range(0, Words).Select(Bytes));
            float[] mean = new float[GloveVectors.Dimensions];
            for (int row = 0; row < Words; row++)
            {
                float[] vector = GloveVectors.Row(row);
                float length = metric == Metric.Cosine ? MathF.Sqrt(vector.Sum(x => x * x)) : 1;
                for (int i = 0; i < mean.Length; i++)
                    mean[i] += vector[i] / length / Words;
            }

            var quantizer = Quantizer.Create(new QuantizerForm(codes, metric, GloveVectors.Dimensions, isRotated), mean);
            using var rows = new NativeBuffer((long)Words * quantizer.Stride);
            for (int row = 0; row < Words; row++)
                quantizer.Encode(GloveVectors.Row(row), rows.Slice((long)row * quantizer.Stride, quantizer.Stride));
            var vectorCodes = new VectorCodes(quantizer, rows.Pointer, Words);

            int found = 0, foundAfter = 0;
            for (int word = Words; word < Words + Queries; word++)
            {
                using var query = new EncodedQuery(layout, Bytes(word));
                var exact = new TopK(Top);
                VectorSearch.Flat(space, column, Words, query, accept: null, exact);
                HashSet<int> truth = [.. exact.Sort().ToArray().Select(DistanceKey.Row)];

                using var codeQuery = new EncodedQuery(quantizer, GloveVectors.Row(word));
                var results = new TopK(3 * Top);
                VectorSearch.Flat(vectorCodes, column, codeQuery, accept: null, results);
                int[] nearest = [.. results.Sort().ToArray().Select(DistanceKey.Row)];
                found += nearest.Take(Top).Count(truth.Contains);
                foundAfter += nearest.Count(truth.Contains);
            }

            double recall = found / (double)(Top * Queries);
            double recallAfter = foundAfter / (double)(Top * Queries);
            Assert.True(recall >= alone && recallAfter >= rescored, $"{quantizer.Form}: {recall}, re-scored {recallAfter}");
        }
    }

    private static byte[] Bytes(int row) => VectorColumns.Bytes<float>(GloveVectors.Row(row));
}
