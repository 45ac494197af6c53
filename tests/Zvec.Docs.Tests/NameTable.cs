using System.Text.RegularExpressions;

namespace Zvec.Docs.Tests;

/// <summary>The tables of a guide that say which name of another library is which of ours: those whose first column has a given heading.</summary>
internal static partial class NameTable
{
    /// <summary>The names in a column, with the lines that they are on; code in the guide is a name.</summary>
    /// <param name="path">The guide.</param>
    /// <param name="first">The heading of the first column of the tables.</param>
    /// <param name="column">The heading of the column.</param>
    public static IReadOnlyList<(int Line, string Name)> Read(string path, string first, string column)
    {
        string[] lines = File.ReadAllLines(path);
        var names = new List<(int, string)>();
        int index = -1;
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith('|'))
            {
                index = -1;
                continue;
            }

            string[] cells = [.. lines[i].Trim('|').Split('|').Select(cell => cell.Trim())];
            if (cells[0] == first)
                index = Array.IndexOf(cells, column);
            else if (index >= 0)
                names.AddRange(Code().Matches(cells[index]).Select(match => (i + 1, match.Groups[1].Value)));
        }

        return names;
    }

    // what stands in parentheses are arguments
    [GeneratedRegex(@"`([\w.]+)[^`]*`")]
    private static partial Regex Code();
}
