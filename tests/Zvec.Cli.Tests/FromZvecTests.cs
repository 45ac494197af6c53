using System.Text.Json;

namespace Zvec.Cli.Tests;

/// <summary>What samples/FromZvec/export.mjs wrote of a collection of zvec 0.7.0 (in the folder FromZvec) becomes a collection with the same
/// documents, as docs/coming-from-zvec.md says.</summary>
public sealed class FromZvecTests : CliTest
{
    private static readonly string Exported = Path.Combine(AppContext.BaseDirectory, "FromZvec");

    [Fact]
    public void A_collection_exported_from_zvec_is_created_and_imported()
    {
        Json("create", "books", "--schema", Path.Combine(Exported, "books.schema.json"));
        JsonElement imported = Json("import", "books", Path.Combine(Exported, "books.jsonl"));
        Assert.Equal((3, 0), (imported.GetProperty("written").GetInt32(), imported.GetProperty("skipped").GetInt32()));
        Assert.Equal(0, Run("export", "books", "back.jsonl").ExitCode);

        Dictionary<string, JsonElement> before = ReadDocuments(File.ReadAllText(Path.Combine(Exported, "books.jsonl")));
        Dictionary<string, JsonElement> after = ReadDocuments(Read("back.jsonl"));
        Assert.Equal(["b1", "b2", "b3"], after.Keys.Order(StringComparer.Ordinal));
        foreach ((string key, JsonElement document) in before)
        {
            foreach (JsonProperty property in document.EnumerateObject())
                AssertSame(property.Value, after[key].GetProperty(property.Name), $"{key}.{property.Name}");
            Assert.All(
                after[key].EnumerateObject().Where(property => !document.TryGetProperty(property.Name, out _)),
                property => Assert.Equal(JsonValueKind.Null, property.Value.ValueKind));
        }
    }

    [Fact]
    public void What_was_imported_is_found_by_vector_words_and_filter()
    {
        Json("create", "books", "--schema", Path.Combine(Exported, "books.schema.json"));
        Json("import", "books", Path.Combine(Exported, "books.jsonl"));
        string near = Run("query", "books", "--vector", "[1,0,0,0]", "--vector-field", "lists", "--filter", "year = 1984", "--json").Output;
        Assert.Contains("\"b2\"", near, StringComparison.Ordinal);
        Assert.Contains("\"b1\"", Run("query", "books", "--text", "hands", "--json").Output, StringComparison.Ordinal);
    }

    private static Dictionary<string, JsonElement> ReadDocuments(string lines) => lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(document => document.GetProperty("id").GetString()!);

    /// <summary>Compares values; numbers as floats, since zvec's Node package writes the floats of vectors with the digits of
    /// doubles.</summary>
    private static void AssertSame(JsonElement expected, JsonElement actual, string where)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{where}: {expected} became {actual}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Number when expected.TryGetInt64(out long whole):
                Assert.True(whole == actual.GetInt64(), $"{where}: {expected} became {actual}");
                break;
            case JsonValueKind.Number:
                Assert.True(Same(expected.GetDouble(), actual.GetDouble(), where), $"{where}: {expected} became {actual}");
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                foreach ((JsonElement one, JsonElement other) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
                    AssertSame(one, other, where);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in expected.EnumerateObject())
                    AssertSame(property.Value, actual.GetProperty(property.Name), where);
                break;
            default:
                Assert.True(expected.ToString() == actual.ToString(), $"{where}: {expected} became {actual}");
                break;
        }
    }

    private static bool Same(double expected, double actual, string where) => where.EndsWith(".half", StringComparison.Ordinal)
        ? (Half)expected == (Half)actual
        : (float)expected == (float)actual;
}
