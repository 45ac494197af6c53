using System.Text.Json;

namespace Zvec.Engine.Schema;

/// <summary>The part that reads what <see cref="TextIndexJson"/> writes.</summary>
internal sealed partial class SchemaJsonReader
{
    private TextIndexOptions ReadTextIndex(JsonElement json)
    {
        CheckOlder(json, ["kind"], TextIndexJson.Members);
        if (!json.TryGetProperty("tokenizer", out _))
            return new TextIndexOptions();
        return new TextIndexOptions
        {
            Tokenizer = Member<TextTokenizer>(json, "tokenizer"),
            LowerCase = Flag(json, "lowerCase"),
            AsciiFolding = Flag(json, "asciiFolding"),
            StopWords = json.GetProperty("stopWords").ValueKind == JsonValueKind.Null ? null : new StopWordSet(Texts(json, "stopWords")),
            Stemmer = Member<TextStemmer>(json, "stemmer"),
            CjkBigrams = Flag(json, "cjkBigrams"),
            MinGram = Number(json, "minGram"),
            MaxGram = Number(json, "maxGram"),
            GramCharacters = Characters(json, "gramCharacters"),
        };
    }

    private List<string> Texts(JsonElement json, string name)
    {
        var texts = new List<string>();
        foreach (JsonElement item in Items(json, name))
            texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name, item));
        return texts;
    }

    private TextCharacters Characters(JsonElement json, string name)
    {
        var characters = TextCharacters.All;
        foreach (string text in Texts(json, name))
        {
            TextCharacters sort = Array.Find(TextIndexJson.Sorts, candidate => candidate.ToString() == text);
            if (sort == TextCharacters.All)
                throw Newer($"Its schema has the unknown {nameof(TextCharacters)} '{text}'.");
            characters |= sort;
        }

        return characters;
    }
}
