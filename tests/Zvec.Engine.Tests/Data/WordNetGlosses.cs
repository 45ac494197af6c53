using System.IO.Compression;
using System.Text.Json;

namespace Zvec.Engine.Tests.Data;

/// <summary>Real texts: the definitions of WordNet 3.1, from the file of the sample Quickstart.</summary>
internal static class WordNetGlosses
{
    public const int Count = 117_791;

    private static readonly Lazy<string[]> Texts = new(Read);

    public static IReadOnlyList<string> All => Texts.Value;

    private static string[] Read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "wordnet.jsonl.gz"));
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var texts = new List<string>(Count);
        while (lines.ReadLine() is { } line)
        {
            using JsonDocument synset = JsonDocument.Parse(line);
            texts.Add(synset.RootElement.GetProperty("definition").GetString()!);
        }

        return [.. texts];
    }
}
