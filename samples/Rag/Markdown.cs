using System.Globalization;
using System.Text;

namespace Zvec.Samples.Rag;

/// <summary>Cuts documents into chunks: a heading begins a new one, and so does a paragraph that would make one too long.</summary>
internal static class Markdown
{
    private const int WordsWanted = 120;

    /// <summary>The chunks of all documents in a folder, file by file.</summary>
    public static IEnumerable<Chunk> ReadFolder(string folder) =>
        Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Cut(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllLines(path)));

    /// <summary>The chunks of one document.</summary>
    public static IEnumerable<Chunk> Cut(string file, IEnumerable<string> lines)
    {
        var headings = new List<(int Level, string Text)>();
        var text = new StringBuilder();
        int words = 0;
        int number = 0;
        bool inCode = false;
        foreach (string line in lines)
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            int level = inCode ? 0 : line.TakeWhile(letter => letter == '#').Count();
            bool isHeading = level > 0 && line.Length > level && line[level] == ' ';
            bool isFull = words >= WordsWanted && !inCode && (line.Length == 0 || line.StartsWith("- ", StringComparison.Ordinal));
            if ((isHeading || isFull) && !string.IsNullOrWhiteSpace(text.ToString()))
            {
                yield return Make(file, ++number, headings, text.ToString());
                text.Clear();
                words = 0;
            }

            if (isHeading)
            {
                headings.RemoveAll(heading => heading.Level >= level);
                headings.Add((level, line[level..].Trim()));
                continue;
            }

            text.Append(line).Append('\n');
            words += line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        }

        if (!string.IsNullOrWhiteSpace(text.ToString()))
            yield return Make(file, ++number, headings, text.ToString());
    }

    private static Chunk Make(string file, int number, List<(int Level, string Text)> headings, string text)
    {
        string title = headings.Count == 0 ? file : string.Join(" › ", headings.Select(heading => heading.Text.Replace("`", "")));
        return new Chunk
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{file}/{number:D4}"),
            File = file,
            Title = title,
            Link = headings.Count > 1 ? $"{file}#{Anchor(headings[^1].Text)}" : file,
            Text = text.Trim(),
            Content = $"{title}\n{text.Trim()}",
        };
    }

    // As GitHub makes them of headings.
    private static string Anchor(string heading) => string.Concat(heading.ToLowerInvariant()
        .Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')
        .Select(letter => letter == ' ' ? '-' : letter));
}
