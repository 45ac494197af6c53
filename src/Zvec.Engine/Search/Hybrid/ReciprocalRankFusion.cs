namespace Zvec.Engine.Search;

/// <summary>See <see cref="Fusion.Rrf"/>.</summary>
internal sealed class ReciprocalRankFusion : Fusion
{
    private readonly double _k;
    private readonly FusionWeights? _weights;

    public ReciprocalRankFusion(double k, IReadOnlyList<double>? weights)
    {
        if (!double.IsFinite(k) || k < 0)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"Reciprocal rank fusion was asked for with k = {k}, which must be 0 or more, and finite.");
        }

        _k = k;
        _weights = weights is null ? null : new FusionWeights(weights);
    }

    internal override void CheckQueries(int count) => _weights?.CheckQueries(count);

    internal override double Share(int query, int place, float score, ScoreScale scale) => (_weights?[query] ?? 1) / (_k + place + 1);
}
