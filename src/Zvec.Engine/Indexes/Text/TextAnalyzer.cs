using System.Text;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Turns a text into the terms that it is found by. Immutable; used by any number of threads.</summary>
internal sealed class TextAnalyzer
{
    private static readonly TextAnalyzer Words = new();

    private TextAnalyzer()
    {
    }

    /// <summary>The analyzer that a field's index asks for.</summary>
    public static TextAnalyzer For(TextIndexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Words;
    }

    /// <summary>Gives the tokens of a text to a sink.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sink">What takes them.</param>
    public void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : ITokenSink, allows ref struct
    {
        Span<char> lower = stackalloc char[256];
        Span<byte> term = stackalloc byte[1024];
        int position = 0;
        for (int start = 0; start < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[start]))
            {
                start++;
                continue;
            }

            int end = start + 1;
            while (end < text.Length && end - start < lower.Length && char.IsLetterOrDigit(text[end]))
                end++;
            int length = text[start..end].ToLowerInvariant(lower);
            int bytes = Encoding.UTF8.GetBytes(lower[..length], term);
            sink.Add(term[..bytes], position++, start, end);
            start = end;
        }
    }
}
