using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zvec.Samples.Quickstart;

/// <summary>The dictionary as it comes with the sample: JSON objects, one a line, compressed.</summary>
internal static partial class WordNet
{
    /// <summary>How many meanings the file holds.</summary>
    public const int Count = 117_791;

    /// <summary>The key of the last meaning in the file.</summary>
    public const string LastId = "r00520033";

    /// <summary>Reads the meanings one by one, in the order of the file.</summary>
    public static async IAsyncEnumerable<Synset> ReadAsync(string folder)
    {
        await using var file = File.OpenRead(Path.Combine(folder, "wordnet.jsonl.gz"));
        await using var lines = new GZipStream(file, CompressionMode.Decompress);
        await foreach (var synset in JsonSerializer.DeserializeAsyncEnumerable(lines, Json.Default.Synset, topLevelValues: true))
            yield return synset!;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Synset))]
    private sealed partial class Json : JsonSerializerContext;
}
