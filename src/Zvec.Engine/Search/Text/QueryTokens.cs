using System.Text;
using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Search;

/// <summary>The terms that analysis finds in a part of a query, by their places.</summary>
internal sealed class QueryTokens : ITokenSink
{
    /// <summary>The places that have a term, ascending.</summary>
    public List<int> Positions { get; } = [];

    /// <summary>For each of them the terms there; mostly one.</summary>
    public List<List<byte[]>> Terms { get; } = [];

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
    }

    /// <summary>The terms of a place as one text, which no others have.</summary>
    public string Key(int place) => string.Join('\0', Terms[place].Select(Encoding.Latin1.GetString).Order(StringComparer.Ordinal));
}
