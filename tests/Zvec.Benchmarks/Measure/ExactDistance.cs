using Zvec.Benchmarks.Data;

namespace Zvec.Benchmarks.Measure;

/// <summary>Distances in double arithmetic, computed from the vectors that the collection gives back: smaller is nearer.</summary>
internal sealed class ExactDistance(Collection collection, DataSet data, Metric metric)
{
    public double Of(int query, int row)
    {
        Document document = collection.Fetch(row) ?? throw new InvalidOperationException($"Row {row} is not in the collection.");
        return Between(data.Queries[query], document.Get<ReadOnlyMemory<float>>(EngineCollection.VectorField).Span, metric);
    }

    public static double Between(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Metric metric)
    {
        double dot = 0, leftSquared = 0, rightSquared = 0, differenceSquared = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double a = left[i], b = right[i];
            dot += a * b;
            leftSquared += a * a;
            rightSquared += b * b;
            differenceSquared += (a - b) * (a - b);
        }

        return metric switch
        {
            Metric.L2 => differenceSquared,
            Metric.InnerProduct => -dot,
            Metric.Cosine when leftSquared == 0 || rightSquared == 0 => 1,
            Metric.Cosine => 1 - (dot / Math.Sqrt(leftSquared * rightSquared)),
            _ => throw new NotSupportedException($"{metric} is not measured."),
        };
    }
}
