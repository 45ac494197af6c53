using System.IO.Compression;

namespace Zvec.Engine.Tests.Indexes.Text.Analysis;

/// <summary>The published test data beside the test program (see <c>Data/README.md</c>).</summary>
internal static class TestData
{
    /// <summary>The texts of Unicode's word boundary test, each with its boundaries.</summary>
    public static IEnumerable<(string Text, int[] Boundaries)> WordBreaks()
    {
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "WordBreakTest.txt")))
        {
            string text = "";
            var boundaries = new List<int>();
            foreach (string part in line.Split(' '))
            {
                if (part == "÷")
                    boundaries.Add(text.Length);
                else if (part != "×")
                    text += char.ConvertFromUtf32(Convert.ToInt32(part, 16));
            }

            yield return (text, [.. boundaries]);
        }
    }

    /// <summary>The words of Snowball's English vocabulary, each with its stem.</summary>
    public static IEnumerable<(string Word, string Stem)> EnglishStems()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "english-stems.tsv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split('\t');
            yield return (parts[0], parts[1]);
        }
    }
}
