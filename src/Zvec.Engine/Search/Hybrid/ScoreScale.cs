namespace Zvec.Engine.Search;

/// <summary>What the scores of a query mean.</summary>
/// <param name="Metric">The metric of a vector query's field; null for the relevance of texts.</param>
/// <param name="Dimensions">The number of elements of the vectors.</param>
internal readonly record struct ScoreScale(Metric? Metric, int Dimensions)
{
    /// <summary>The scores that a query of a collection has.</summary>
    public static ScoreScale Of(SearchQuery query, CollectionSchema schema) =>
        query is VectorQuery && schema.FindVector(query.Field) is { } field
            ? new ScoreScale(field.Index.Metric, field.Dimensions)
            : default;

    /// <summary>Brings a score to the range from 0 to 1, where 1 is best, in the way that <see cref="Fusion.Weighted"/> says.</summary>
    public double Normalize(float score) => Metric switch
    {
        null => 2 * Math.Atan(score) / Math.PI,
        Engine.Metric.InnerProduct => 0.5 + (Math.Atan(score) / Math.PI),
        Engine.Metric.Cosine => 1 - (score / 2d),
        Engine.Metric.Hamming => 1 - (score / (double)Dimensions),
        _ => 1 - (2 * Math.Atan(score) / Math.PI),
    };
}
