using Zvec.Engine.Indexes.Text.Analysis;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Finds where in texts the terms of a query stand. Add all that is looked for first; then any number of threads may
/// find.</summary>
/// <param name="analyzer">What made the index's terms of the texts.</param>
internal sealed class TextHighlighter(TextAnalyzer analyzer)
{
    private readonly Dictionary<byte[], List<PhrasePart>> _parts = new(TermComparer.Instance);
    private readonly HashSet<byte[]> _terms = new(TermComparer.Instance);
    private readonly List<byte[]> _prefixes = [];
    private readonly List<(int Terms, int Slop)> _phrases = [];

    /// <summary>Looks for a term too.</summary>
    public void AddTerm(ReadOnlySpan<byte> term) => _terms.Add(term.ToArray());

    /// <summary>Looks for all terms too that begin with a prefix (<see cref="TextAnalyzer.AnalyzePrefix"/>).</summary>
    public void AddPrefix(ReadOnlySpan<byte> prefix) => _prefixes.Add(prefix.ToArray());

    /// <summary>Looks for a phrase too. Its terms are found only where all of them stand together.</summary>
    /// <param name="terms">The terms, with their places in the phrase.</param>
    /// <param name="slop">How far they may be from these places: no two of them are moved against each other by more.</param>
    public void AddPhrase(IReadOnlyList<PhraseTerm> terms, int slop)
    {
        ArgumentNullException.ThrowIfNull(terms);
        for (int i = 0; i < terms.Count; i++)
        {
            if (!_parts.TryGetValue(terms[i].Term, out List<PhrasePart>? parts))
                _parts.Add(terms[i].Term, parts = []);
            parts.Add(new PhrasePart(_phrases.Count, i, terms[i].Position));
        }

        _phrases.Add((terms.Count, slop));
    }

    /// <summary>Finds them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Where they stand, ascending; what overlaps is one.</returns>
    public List<HighlightSpan> Find(ReadOnlySpan<char> text)
    {
        var sink = new FindingSink(this);
        analyzer.Analyze(text, ref sink);
        for (int i = 0; i < _phrases.Count; i++)
            FindPhrase(sink.Places[i], _phrases[i].Slop, sink.Found);
        return Merged(sink.Found);
    }

    /// <summary>Adds the terms of a phrase wherever all of them stand together. The smallest stretches with one place of each term are
    /// found by moving on, again and again, the term that is farthest behind.</summary>
    private static void FindPhrase(List<Place>[] places, int slop, List<HighlightSpan> found)
    {
        int[] heads = new int[places.Length];
        while (places.Length > 0)
        {
            int first = 0;
            int most = int.MinValue;
            for (int i = 0; i < places.Length; i++)
            {
                if (heads[i] == places[i].Count)
                    return;
                int moved = places[i][heads[i]].Moved;
                most = Math.Max(most, moved);
                if (moved < places[first][heads[first]].Moved)
                    first = i;
            }

            if (most - places[first][heads[first]].Moved <= slop)
            {
                for (int i = 0; i < places.Length; i++)
                    found.Add(places[i][heads[i]].Span);
            }

            heads[first]++;
        }
    }

    private static List<HighlightSpan> Merged(List<HighlightSpan> spans)
    {
        spans.Sort(static (one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : one.End.CompareTo(other.End));
        var merged = new List<HighlightSpan>(spans.Count);
        foreach (HighlightSpan span in spans)
        {
            if (merged.Count > 0 && (span.Start < merged[^1].End || span == merged[^1]))
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, span.End) };
            else
                merged.Add(span);
        }

        return merged;
    }

    private bool IsLookedFor(ReadOnlySpan<byte> term)
    {
        if (_terms.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(term))
            return true;
        foreach (byte[] prefix in _prefixes)
        {
            if (term.StartsWith(prefix))
                return true;
        }

        return false;
    }

    /// <summary>A term's part in a phrase.</summary>
    private readonly record struct PhrasePart(int Phrase, int Index, int Position);

    /// <summary>A place of a phrase's term in the text, and how far that is moved against its place in the phrase.</summary>
    private readonly record struct Place(int Moved, HighlightSpan Span);

    private readonly struct FindingSink : ITokenSink
    {
        private readonly TextHighlighter _highlighter;

        public FindingSink(TextHighlighter highlighter)
        {
            _highlighter = highlighter;
            Places = new List<Place>[highlighter._phrases.Count][];
            for (int i = 0; i < Places.Length; i++)
            {
                Places[i] = new List<Place>[highlighter._phrases[i].Terms];
                for (int j = 0; j < Places[i].Length; j++)
                    Places[i][j] = [];
            }
        }

        public List<HighlightSpan> Found { get; } = [];

        /// <summary>The places of each term of each phrase.</summary>
        public List<Place>[][] Places { get; }

        public void Add(scoped ReadOnlySpan<byte> term, int position, int start, int end)
        {
            var span = new HighlightSpan(start, end);
            if (_highlighter.IsLookedFor(term))
                Found.Add(span);
            if (_highlighter._parts.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(term, out List<PhrasePart>? parts))
            {
                foreach (PhrasePart part in parts)
                    Places[part.Phrase][part.Index].Add(new Place(position - part.Position, span));
            }
        }
    }
}
