namespace Zvec.Engine.Search;

/// <summary>Makes all contributions to a score multiples of one power of two, so small that it does not matter and so large that sums of
/// them are exact: a score is then the same in whatever order it is added up, and a bound that equals it does too.</summary>
internal static class ScoreRounding
{
    /// <summary>The number that, added to a contribution and taken away again, rounds it.</summary>
    /// <param name="most">What all contributions add up to at most.</param>
    public static double For(double most) =>
        // A double of this size has a last place of 2^(e - 50), where 2^e is at least the sum; so sums take 50 of its 53 bits.
        1.5 * Math.ScaleB(1, Math.Max(-900, Math.ILogB(most)) + 1 + 2);
}
