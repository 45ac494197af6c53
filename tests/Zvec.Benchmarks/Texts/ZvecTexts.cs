using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Texts;

/// <summary>zvec through its Node package, with its standard tokenizer, lower-casing.</summary>
internal sealed class ZvecTexts(PeerProcess peer) : ITextEngine
{
    public string Name => ZvecPeer.FamilyName;

    public void Build(IReadOnlyList<string> texts, string folder)
    {
        string file = folder + ".json";
        File.WriteAllText(file, JsonSerializer.Serialize(texts));
        try
        {
            peer.Ask<JsonNode>(new JsonObject { ["do"] = "texts", ["path"] = Path.Combine(folder, "texts"), ["texts"] = file });
        }
        finally
        {
            File.Delete(file);
        }
    }

    public TextPass Search(IReadOnlyList<TextSearch> searches, int top) => peer.Ask<TextPass>(new JsonObject
    {
        ["do"] = "find",
        ["queries"] = new JsonArray([.. searches.Select(search => JsonValue.Create(search.ToString()))]),
        ["top"] = top,
    });

    public void Dispose() => peer.Dispose();
}
