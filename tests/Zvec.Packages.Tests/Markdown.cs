namespace Zvec.Packages.Tests;

/// <summary>Reads blocks of code out of a page.</summary>
internal static class Markdown
{
    private const string Fence = "```";

    /// <summary>The blocks of a language below a heading, up to the next of the same level.</summary>
    public static IReadOnlyList<string> Blocks(string page, string heading, string language)
    {
        string[] lines = page.ReplaceLineEndings("\n").Split('\n');
        int start = Array.IndexOf(lines, heading);
        Assert.True(start >= 0, $"There is no heading '{heading}'.");
        string level = heading[..(heading.IndexOf(' ', StringComparison.Ordinal) + 1)];
        var blocks = new List<string>();
        for (int i = start + 1; i < lines.Length && !lines[i].StartsWith(level, StringComparison.Ordinal); i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            int end = Array.IndexOf(lines, Fence, i + 1);
            if (lines[i] == Fence + language)
                blocks.Add(string.Join('\n', lines[(i + 1)..end]) + "\n");
            i = end;
        }

        return blocks;
    }
}
