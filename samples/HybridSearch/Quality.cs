namespace Zvec.Samples.HybridSearch;

/// <summary>How well a way finds what belongs to questions.</summary>
/// <param name="Places">The place of the right meaning in the results of each question, from 1; 0 where it is not among them.</param>
internal sealed record Quality(int[] Places)
{
    /// <summary>The mean of 1 by the place of the right meaning, 0 where it was not found.</summary>
    public double MeanReciprocalRank => Places.Average(ReciprocalRank);

    /// <summary>The share of questions whose right meaning is among the first so many.</summary>
    public double Recall(int first) => Places.Count(place => place > 0 && place <= first) / (double)Places.Length;

    /// <summary>How far the mean reciprocal ranks of two ways lie apart on the same questions, in standard errors of the difference.
    /// More than 2 is hardly chance.</summary>
    public double StandardErrorsAbove(Quality other)
    {
        double[] differences = [.. Places.Zip(other.Places, (ours, theirs) => ReciprocalRank(ours) - ReciprocalRank(theirs))];
        double mean = differences.Average();
        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1);
        return variance > 0 ? mean / Math.Sqrt(variance / differences.Length) : 0;
    }

    private static double ReciprocalRank(int place) => place == 0 ? 0 : 1.0 / place;
}
