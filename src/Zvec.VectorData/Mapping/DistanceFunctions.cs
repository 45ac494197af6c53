using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>The distance functions of Microsoft.Extensions.VectorData, the metric that each is measured with, and the score that it
/// reports.</summary>
internal static class DistanceFunctions
{
    /// <summary>The metric that a distance function is measured with; null for a function that is not known.</summary>
    public static Metric? MetricOf(string distanceFunction) => distanceFunction switch
    {
        DistanceFunction.CosineSimilarity or DistanceFunction.CosineDistance => Metric.Cosine,
        DistanceFunction.DotProductSimilarity or DistanceFunction.NegativeDotProductSimilarity => Metric.InnerProduct,
        DistanceFunction.EuclideanDistance or DistanceFunction.EuclideanSquaredDistance => Metric.L2,
        DistanceFunction.HammingDistance => Metric.Hamming,
        DistanceFunction.ManhattanDistance => Metric.Manhattan,
        _ => null,
    };

    /// <summary>The function whose scores a search reports: the model's, where it is measured with the metric that the collection was
    /// created with, otherwise the usual one for that metric.</summary>
    public static string Reported(string? modelFunction, Metric stored) =>
        modelFunction is not null && MetricOf(modelFunction) == stored ? modelFunction : stored switch
        {
            Metric.Cosine => DistanceFunction.CosineSimilarity,
            Metric.InnerProduct => DistanceFunction.DotProductSimilarity,
            Metric.L2 => DistanceFunction.EuclideanDistance,
            Metric.Hamming => DistanceFunction.HammingDistance,
            Metric.Manhattan => DistanceFunction.ManhattanDistance,
            _ => throw new NotSupportedException($"The metric {stored} has no distance function."),
        };

    /// <summary>The score that a function reports for the engine's score.</summary>
    public static double ToScore(string distanceFunction, float engineScore) => distanceFunction switch
    {
        DistanceFunction.CosineSimilarity => 1.0 - engineScore,
        DistanceFunction.NegativeDotProductSimilarity => -(double)engineScore,
        DistanceFunction.EuclideanDistance => Math.Sqrt(Math.Max(0, engineScore)),
        _ => engineScore,
    };

    /// <summary>Whether a score is at least as good as the threshold: as great for a similarity, as small for a distance.</summary>
    public static bool Passes(string distanceFunction, double score, double threshold) =>
        distanceFunction is DistanceFunction.CosineSimilarity or DistanceFunction.DotProductSimilarity
            ? score >= threshold
            : score <= threshold;
}
