using System.Text;
using Zvec.Engine.Indexes.Text.Analysis;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Turns a text into the terms that it is found by. Immutable; used by any number of threads.</summary>
internal sealed class TextAnalyzer
{
    private const int MaxTermLength = TokenLimit.MaxLength * 4; // in characters: each may be folded to four of ASCII

    private static readonly TextAnalyzer Default = new(new TextIndexOptions());

    private readonly TextIndexOptions _options;
    private readonly TermFilter _filter;

    private TextAnalyzer(TextIndexOptions options)
    {
        _options = options;
        _filter = new TermFilter(options);
    }

    /// <summary>The most bytes that a term has: a character grows to at most four of ASCII, and is at most three bytes itself.</summary>
    public static int MaxTermBytes => MaxTermLength;

    /// <summary>The analyzer that a field's index asks for.</summary>
    public static TextAnalyzer For(TextIndexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options == Default._options ? Default : new TextAnalyzer(options);
    }

    /// <summary>Gives the tokens of a text to a sink.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sink">What takes them.</param>
    public void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : ITokenSink, allows ref struct
    {
        switch (_options.Tokenizer)
        {
            case TextTokenizer.Whitespace:
                Analyze(text, new WhitespaceTokens(text), ref sink);
                break;
            case TextTokenizer.NGram:
                Analyze(text, new NGramTokens(text, _options), ref sink);
                break;
            case TextTokenizer.Standard when _options.CjkBigrams:
                Analyze(text, new BigramTokens(text), ref sink);
                break;
            default:
                Analyze(text, new StandardTokens(text), ref sink);
                break;
        }
    }

    /// <summary>The beginning of terms that is meant by the beginning of a word: its case and accents are treated as those of tokens are,
    /// and nothing else is.</summary>
    /// <param name="prefix">The beginning of a word, in a query.</param>
    public byte[] AnalyzePrefix(ReadOnlySpan<char> prefix)
    {
        char[] folded = new char[prefix.Length * TermFilter.MaxGrowth];
        return Encoding.UTF8.GetBytes(folded, 0, _filter.Fold(prefix, folded));
    }

    private void Analyze<TTokens, TSink>(ReadOnlySpan<char> text, TTokens tokens, ref TSink sink)
        where TTokens : ITokens, allows ref struct
        where TSink : ITokenSink, allows ref struct
    {
        Span<char> folded = stackalloc char[MaxTermLength];
        Span<byte> term = stackalloc byte[MaxTermLength];
        while (tokens.Next())
        {
            int length = _filter.Apply(text[tokens.Start..tokens.End], folded);
            if (length > 0)
                sink.Add(term[..Encoding.UTF8.GetBytes(folded[..length], term)], tokens.Position, tokens.Start, tokens.End);
        }
    }
}
