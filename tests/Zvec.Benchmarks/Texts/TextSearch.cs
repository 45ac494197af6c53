namespace Zvec.Benchmarks.Texts;

/// <summary>What texts are searched for.</summary>
/// <param name="Kind">How the terms belong together.</param>
/// <param name="Terms">Lower-case words of ASCII letters, which all engines take for themselves.</param>
internal sealed record TextSearch(TextSearchKind Kind, params IReadOnlyList<string> Terms)
{
    /// <summary>As Lucene, FTS5 and zvec all write it.</summary>
    public override string ToString() => Kind switch
    {
        TextSearchKind.All => string.Join(" AND ", Terms.Select(Term)),
        TextSearchKind.Any => string.Join(" OR ", Terms.Select(Term)),
        _ => $"\"{string.Join(' ', Terms)}\"",
    };

    /// <summary>Operators of zvec need no capitals, so words like them need quotation marks.</summary>
    private static string Term(string term) => term is "and" or "or" or "not" ? $"\"{term}\"" : term;
}
