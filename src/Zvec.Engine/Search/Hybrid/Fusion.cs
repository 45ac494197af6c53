using Zvec.Engine.Search;

namespace Zvec.Engine;

/// <summary>How the rankings of several queries become one.</summary>
/// <remarks>A document's score is the sum of what each query gives it; a query that did not find it gives nothing. Greater is better. Of
/// equal scores that document comes first which an earlier query found, nearer to its front.</remarks>
public abstract class Fusion
{
    private protected Fusion()
    {
    }

    /// <summary>Reciprocal rank fusion: a query gives the document at place r of its ranking, counted from 1, the score 1 ÷ (k + r). What
    /// the
    /// queries' own scores mean does not matter, so that it fits queries of any kinds.</summary>
    /// <param name="k">How little the front of a ranking counts more than what follows; 0 or more, 60 by default.</param>
    /// <param name="weights">What each query's share is multiplied with, in the order of the queries; null for 1 each.</param>
    /// <remarks>Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
    /// SIGIR 2009.</remarks>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range.</exception>
    public static Fusion Rrf(double k = 60, IReadOnlyList<double>? weights = null) => new ReciprocalRankFusion(k, weights);

    /// <summary>A weighted sum of the queries' scores, each brought to the range from 0 to 1, where 1 is best: a squared Euclidean or a
    /// Manhattan distance d as 1 − 2·atan(d) ÷ π, an inner product p as ½ + atan(p) ÷ π, a cosine distance d as 1 − d ÷ 2, a Hamming
    /// distance as the share of the elements that agree, and the score s of a text as 2·atan(s) ÷ π.</summary>
    /// <param name="weights">A weight for each query, in their order; a negative one pushes back what the query finds.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a weight is not finite.</exception>
    public static Fusion Weighted(params IReadOnlyList<double> weights) => new WeightedFusion(weights);

    /// <summary>Checks that there are as many weights as queries, where there are any.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: there are not.</exception>
    internal abstract void CheckQueries(int count);

    /// <summary>What a query gives a document that it found.</summary>
    /// <param name="query">The number of the query, from 0.</param>
    /// <param name="place">The document's place in the query's ranking, from 0.</param>
    /// <param name="score">The document's score there.</param>
    /// <param name="scale">What such scores mean.</param>
    internal abstract double Share(int query, int place, float score, ScoreScale scale);
}
