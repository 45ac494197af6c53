using System.Text;
using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Tests.Indexes.Text.Analysis;

/// <summary>A token as a sink got it.</summary>
internal readonly record struct AnalyzedToken(string Term, int Position, int Start, int End)
{
    /// <summary>The tokens of a text.</summary>
    public static List<AnalyzedToken> Of(TextIndexOptions options, string text)
    {
        var sink = new ListingSink([]);
        TextAnalyzer.For(options).Analyze(text, ref sink);
        return sink.Tokens;
    }

    /// <summary>The terms of a text, with a space between.</summary>
    public static string Terms(TextIndexOptions options, string text) => string.Join(' ', Of(options, text).Select(token => token.Term));

    private readonly struct ListingSink(List<AnalyzedToken> tokens) : ITokenSink
    {
        public List<AnalyzedToken> Tokens { get; } = tokens;

        public void Add(scoped ReadOnlySpan<byte> term, int position, int start, int end) =>
            Tokens.Add(new AnalyzedToken(Encoding.UTF8.GetString(term), position, start, end));
    }
}
