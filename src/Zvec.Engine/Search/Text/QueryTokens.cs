using System.Text;
using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Search;

/// <summary>The terms that analysis finds in a part of a query, by their places.</summary>
internal sealed class QueryTokens : ITokenSink
{
    private int _lastStart;
    private int _lastEnd;

    private QueryTokens()
    {
    }

    /// <summary>The places that have a term, ascending.</summary>
    public List<int> Positions { get; } = [];

    /// <summary>For each of them the terms there; mostly one.</summary>
    public List<List<byte[]>> Terms { get; } = [];

    /// <summary>The number of the place whose term is only the beginning of one; −1 for none.</summary>
    public int PrefixPlace { get; private set; } = -1;

    public static QueryTokens Of(TextAnalyzer analyzer, TextWords words)
    {
        QueryTokens tokens = Of(analyzer, words.Text);
        if (words.IsPrefix)
            tokens.EndWithPrefix(analyzer, words.Text);
        return tokens;
    }

    public static QueryTokens Of(TextAnalyzer analyzer, string text)
    {
        var tokens = new QueryTokens();
        analyzer.Analyze(text, ref tokens);
        return tokens;
    }

    public void Add(scoped ReadOnlySpan<byte> term, int position, int start, int end)
    {
        int place = Positions.BinarySearch(position);
        if (place < 0)
        {
            place = ~place;
            Positions.Insert(place, position);
            Terms.Insert(place, []);
        }

        Terms[place].Add(term.ToArray());
        if (end >= _lastEnd)
            (_lastStart, _lastEnd) = (start, end);
    }

    /// <summary>The terms of a place as one text, which no others have.</summary>
    public string Key(int place) => string.Join('\0', Terms[place].Select(Encoding.Latin1.GetString).Order(StringComparer.Ordinal));

    /// <summary>The last word is only the beginning of one, and must not be stemmed or dropped as if it were whole.</summary>
    private void EndWithPrefix(TextAnalyzer analyzer, string text)
    {
        int start = _lastStart;
        int position = Positions.Count == 0 ? 0 : Positions[^1];
        if (_lastEnd < text.Length || Positions.Count == 0)
        {
            start = _lastEnd;
            while (start < text.Length && !char.IsLetterOrDigit(text[start]) && !char.IsSurrogate(text[start]))
                start++;
            position += 1;
        }
        else
        {
            Positions.RemoveAt(Positions.Count - 1);
            Terms.RemoveAt(Terms.Count - 1);
        }

        if (analyzer.AnalyzePrefix(text.AsSpan(start)) is { Length: > 0 } prefix)
        {
            PrefixPlace = Positions.Count;
            Positions.Add(position);
            Terms.Add([prefix]);
        }
    }
}
