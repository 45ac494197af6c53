namespace Zvec.Samples.HybridSearch;

/// <summary>How well a way finds what belongs to a question: where the right meaning stands in the results, over many questions.</summary>
internal sealed class Quality
{
    /// <summary>Places that are looked at.</summary>
    public const int Depth = 100;

    private int _questions;
    private int _firstTen;
    private double _reciprocalRanks;

    /// <summary>The mean of 1 by the place of the right meaning, 0 where it is not among the first <see cref="Depth"/>.</summary>
    public double MeanReciprocalRank => _reciprocalRanks / _questions;

    /// <summary>The share of questions whose right meaning is among the first ten.</summary>
    public double RecallAt10 => (double)_firstTen / _questions;

    /// <param name="place">The place of the right meaning, from 0; −1 when it was not found.</param>
    public void Add(int place)
    {
        _questions++;
        if (place < 0)
            return;
        _reciprocalRanks += 1.0 / (place + 1);
        if (place < 10)
            _firstTen++;
    }
}
