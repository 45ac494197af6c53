using System.ComponentModel;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="Fusion"/> in JSON.</summary>
internal sealed class FusionChoice
{
    [Description("rrf, for reciprocal ranks, or weighted, for a weighted sum of scores.")]
    public FusionKind Kind { get; init; }

    [Description("How little the front of a ranking counts more than what follows; for rrf.")]
    public double? K { get; init; }

    [Description("A weight for each search.")]
    public IReadOnlyList<double>? Weights { get; init; }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range, or there are no
    /// weights.</exception>
    public Fusion ToFusion()
    {
        const double UsualK = 60;
        if (Kind == FusionKind.Rrf)
            return Fusion.Rrf(K ?? UsualK, Weights);
        if (Weights is null || K is not null)
            throw new ZvecException(ZvecErrorCode.InvalidArgument, "A weighted fusion has 'weights', one for each search, and no 'k'.");
        return Fusion.Weighted(Weights);
    }
}
