using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zvec.Samples.HybridSearch;

/// <summary>One meaning of WordNet: the words that share it, what it is, and sentences that use it.</summary>
internal sealed partial class Meaning
{
    public string Id { get; set; } = "";

    public string[] Words { get; set; } = [];

    /// <summary>One of 45 kinds, such as <c>noun.animal</c> or <c>verb.motion</c>.</summary>
    public string Category { get; set; } = "";

    public string Definition { get; set; } = "";

    public string[] Examples { get; set; } = [];

    /// <summary>Reads all meanings, in the order of the file.</summary>
    public static async Task<List<Meaning>> ReadAllAsync(string folder)
    {
        await using var file = File.OpenRead(Path.Combine(folder, "wordnet.jsonl.gz"));
        await using var lines = new GZipStream(file, CompressionMode.Decompress);
        return await JsonSerializer.DeserializeAsyncEnumerable(lines, Json.Default.Meaning, topLevelValues: true)
            .Select(meaning => meaning!)
            .ToListAsync();
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Meaning))]
    private sealed partial class Json : JsonSerializerContext;
}
