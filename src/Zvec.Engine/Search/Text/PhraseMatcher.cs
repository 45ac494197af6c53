namespace Zvec.Engine.Search;

/// <summary>Whether terms stand in a text as in a phrase: each within some places of where the phrase has it. Where the phrase has a term
/// twice, the text must too.</summary>
/// <remarks>Moved back by their places in the phrase, the terms of a match stand together, all within the slop. The search takes the
/// leftmost such places from each possible left end on, which only ever move to the right.</remarks>
internal sealed class PhraseMatcher
{
    private readonly int[] _offsets;
    private readonly int[] _same;
    private readonly int _slop;
    private readonly int[][] _positions;
    private readonly int[] _counts;
    private readonly int[] _places;

    /// <param name="offsets">The places of the terms in the phrase, ascending.</param>
    /// <param name="same">For each term the one before it that is the same, or −1.</param>
    /// <param name="slop">How far apart the terms may be from where they stand in the phrase.</param>
    public PhraseMatcher(int[] offsets, int[] same, int slop)
    {
        _offsets = offsets;
        _same = same;
        _slop = slop;
        _positions = new int[offsets.Length][];
        Array.Fill(_positions, []);
        _counts = new int[offsets.Length];
        _places = new int[offsets.Length];
    }

    /// <param name="terms">The terms of the phrase, all in one row.</param>
    public bool Matches(ReadOnlySpan<TermScorer> terms)
    {
        for (int i = 0; i < terms.Length; i++)
        {
            ReadOnlySpan<int> positions = terms[i].Positions;
            if (_positions[i].Length < positions.Length)
                _positions[i] = new int[Math.Max(positions.Length, 2 * _positions[i].Length)];
            positions.CopyTo(_positions[i]);
            _counts[i] = positions.Length;
            _places[i] = 0;
        }

        for (int left = int.MinValue; TryPlace(ref left, out int spread);)
        {
            if (spread <= _slop)
                return true;
        }

        return false;
    }

    /// <summary>Gives each term its first place that is not left of <paramref name="left"/>.</summary>
    /// <param name="left">The left end; moved to the next that may give other places.</param>
    /// <param name="spread">How far the places are from standing as in the phrase.</param>
    private bool TryPlace(ref int left, out int spread)
    {
        int least = int.MaxValue;
        int most = int.MinValue;
        spread = 0;
        for (int i = 0; i < _places.Length; i++)
        {
            int behind = _same[i] < 0 ? -1 : _positions[_same[i]][_places[_same[i]]];
            int[] positions = _positions[i];
            int place = _places[i];
            while (place < _counts[i] && (positions[place] - _offsets[i] < left || positions[place] <= behind))
                place++;
            if (place == _counts[i])
                return false;
            _places[i] = place;
            least = Math.Min(least, positions[place] - _offsets[i]);
            most = Math.Max(most, positions[place] - _offsets[i]);
        }

        left = least + 1;
        spread = most - least;
        return true;
    }
}
