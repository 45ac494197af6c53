namespace Zvec.Samples.HybridSearch;

/// <summary>How well a way finds what belongs to questions.</summary>
/// <param name="Places">The place of the right meaning in the results of each question, from 1; 0 where it is not among them.</param>
internal sealed record Quality(int[] Places)
{
    /// <summary>The mean of 1 by the place of the right meaning, 0 where it was not found.</summary>
    public double MeanReciprocalRank => Places.Average(ReciprocalRank);

    /// <summary>The share of questions whose right meaning is among the first so many.</summary>
    public double Recall(int first) => Places.Count(place => place > 0 && place <= first) / (double)Places.Length;

    /// <summary>How far the mean reciprocal rank lies above that of another way, on the same questions.</summary>
    public double RankLead(Quality other) => Lead(other, ReciprocalRank);

    /// <summary>How far the recall lies above that of another way, on the same questions.</summary>
    public double RecallLead(Quality other, int first) => Lead(other, place => place > 0 && place <= first ? 1 : 0);

    /// <summary>A difference of means in standard errors of that difference: what is less than 2 may well be chance.</summary>
    private double Lead(Quality other, Func<int, double> value)
    {
        double[] differences = [.. Places.Zip(other.Places, (ours, theirs) => value(ours) - value(theirs))];
        double mean = differences.Average();
        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1);
        return variance > 0 ? mean / Math.Sqrt(variance / differences.Length) : 0;
    }

    private static double ReciprocalRank(int place) => place == 0 ? 0 : 1.0 / place;
}
