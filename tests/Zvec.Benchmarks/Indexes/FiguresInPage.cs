namespace Zvec.Benchmarks.Indexes;

/// <summary>Puts the figures of a run into a page, between the comments <c>&lt;!-- figures: name --&gt;</c> and
/// <c>&lt;!-- end of figures --&gt;</c>, so that a repeated run needs no copying by hand.</summary>
internal static class FiguresInPage
{
    private const string End = "<!-- end of figures -->";

    public static void Put(string path, IReadOnlyList<(string Name, string Text)> parts)
    {
        string page = File.ReadAllText(path);
        foreach ((string name, string text) in parts)
        {
            string begin = $"<!-- figures: {name} -->";
            int start = page.IndexOf(begin, StringComparison.Ordinal);
            if (start < 0)
                continue;
            start += begin.Length;
            int end = page.IndexOf(End, start, StringComparison.Ordinal);
            if (end < 0)
                throw new InvalidDataException($"{path}: '{begin}' has no '{End}' behind it.");
            page = $"{page[..start]}\n{text}\n{page[end..]}";
        }

        File.WriteAllText(path, page);
    }
}
