using System.IO.Compression;
using System.Text.Json;

namespace Zvec.Benchmarks.Texts;

/// <summary>WordNet's definitions, and searches that are made of their words.</summary>
internal sealed class TextCorpus
{
    /// <summary>A rare term is in so many texts at most.</summary>
    private const int MostTextsOfRare = 20;

    private readonly string[] _common;
    private readonly string[] _rare;
    private readonly TextSearch[] _phrases;

    private TextCorpus(List<string> texts)
    {
        Texts = texts;
        var counts = new Dictionary<string, int>();
        var pairs = new List<TextSearch>();
        foreach (string text in texts)
        {
            string[] plain = [.. text.Split(' ').Where(IsPlain)];
            foreach (string word in plain.Distinct())
                counts[word] = counts.GetValueOrDefault(word) + 1;
            if (plain.Length > 1 && text.Contains($" {plain[0]} {plain[1]} ", StringComparison.Ordinal))
                pairs.Add(new TextSearch(TextSearchKind.Phrase, plain[0], plain[1]));
        }

        string[] words = [.. counts.Keys.OrderByDescending(word => counts[word]).ThenBy(word => word, StringComparer.Ordinal)];
        _common = words[..10];
        _rare = Spread([.. words.Where(word => counts[word] is > 1 and <= MostTextsOfRare)], 100);
        _phrases = Spread([.. pairs], 100);
    }

    public IReadOnlyList<string> Texts { get; }

    /// <summary>The searches by what they are.</summary>
    public IReadOnlyList<(string Name, TextSearch[] Searches)> Searches() =>
    [
        ("a common term", [.. _common.Select(term => new TextSearch(TextSearchKind.Any, term))]),
        ("a rare term", [.. _rare.Select(term => new TextSearch(TextSearchKind.Any, term))]),
        ("one of three common terms", [.. Triples().Select(terms => new TextSearch(TextSearchKind.Any, terms))]),
        ("two common terms", [.. Pairs().Select(terms => new TextSearch(TextSearchKind.All, terms))]),
        ("a common or a rare term", [.. _rare.Select((term, i) => new TextSearch(TextSearchKind.Any, _common[i % _common.Length], term))]),
        ("a common and a rare term", [.. _rare.Select((term, i) => new TextSearch(TextSearchKind.All, _common[i % _common.Length], term))]),
        ("a phrase of two terms", _phrases),
    ];

    /// <summary>Reads the file, one JSON object with a definition a line.</summary>
    public static TextCorpus Read(string file)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var texts = new List<string>();
        while (lines.ReadLine() is { } line)
        {
            using JsonDocument json = JsonDocument.Parse(line);
            texts.Add(json.RootElement.GetProperty("definition").GetString()!);
        }

        return new TextCorpus(texts);
    }

    private static bool IsPlain(string word) => word.Length > 1 && word.All(char.IsAsciiLetterLower);

    private static T[] Spread<T>(T[] all, int count) =>
        [.. Enumerable.Range(0, Math.Min(count, all.Length)).Select(i => all[(int)((long)i * all.Length / Math.Min(count, all.Length))])];

    private IEnumerable<string[]> Pairs() =>
        from one in Enumerable.Range(0, _common.Length)
        from two in Enumerable.Range(one + 1, _common.Length - one - 1)
        select new[] { _common[one], _common[two] };

    private IEnumerable<string[]> Triples() =>
        from pair in Pairs()
        from three in _common.SkipWhile(term => term != pair[1]).Skip(1)
        select new[] { pair[0], pair[1], three };
}
