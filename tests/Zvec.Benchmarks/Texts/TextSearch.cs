namespace Zvec.Benchmarks.Texts;

/// <summary>What texts are searched for.</summary>
/// <param name="Kind">How the terms belong together.</param>
/// <param name="Terms">Lower-case words of ASCII letters, which all engines take for themselves.</param>
internal sealed record TextSearch(TextSearchKind Kind, params IReadOnlyList<string> Terms)
{
    /// <summary>As Lucene, FTS5 and zvec all write it.</summary>
    public override string ToString() => Kind switch
    {
        TextSearchKind.All => string.Join(" AND ", Terms),
        TextSearchKind.Any => string.Join(" OR ", Terms),
        _ => $"\"{string.Join(' ', Terms)}\"",
    };
}
