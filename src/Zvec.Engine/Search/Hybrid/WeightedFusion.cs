namespace Zvec.Engine.Search;

/// <summary>See <see cref="Fusion.Weighted"/>.</summary>
internal sealed class WeightedFusion : Fusion
{
    private readonly FusionWeights _weights;

    public WeightedFusion(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = new FusionWeights(weights);
    }

    internal override void CheckQueries(int count) => _weights.CheckQueries(count);

    internal override double Share(int query, int place, float score, ScoreScale scale) => _weights[query] * scale.Normalize(score);
}
