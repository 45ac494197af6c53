namespace Zvec.Engine.Search;

/// <summary>The weights of a fusion's queries.</summary>
internal sealed class FusionWeights
{
    private readonly double[] _weights;

    /// <param name="weights">The weights, of which a copy is kept.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: one is not finite.</exception>
    public FusionWeights(IReadOnlyList<double> weights)
    {
        _weights = [.. weights];
        foreach (double weight in _weights)
        {
            if (!double.IsFinite(weight))
                throw new ZvecException(ZvecErrorCode.InvalidArgument, $"The weight {weight} of a fusion is not a finite number.");
        }
    }

    public double this[int query] => _weights[query];

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: there is not one weight for each query.</exception>
    public void CheckQueries(int count)
    {
        if (count != _weights.Length)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The fusion has {_weights.Length} weights for {count} queries; give one weight for each query, in their order.");
        }
    }
}
