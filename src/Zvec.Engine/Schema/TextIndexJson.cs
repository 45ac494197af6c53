using System.Text.Json;

namespace Zvec.Engine.Schema;

/// <summary>The options of a text index as JSON, inside of the schema.</summary>
/// <remarks>
/// <code>
/// { "kind": "text", "tokenizer": "Standard", "lowerCase": true, "asciiFolding": false, "stopWords": [ "a", "the" ],
///   "stemmer": "English", "cjkBigrams": false, "minGram": 2, "maxGram": 2, "gramCharacters": [ "Letters", "Digits" ] }
/// </code>
/// <c>stopWords</c> is null for none; <c>gramCharacters</c> is empty for all. Collections of before there were options have the kind alone,
/// which means the defaults.
/// </remarks>
internal static class TextIndexJson
{
    public const string Kind = "text";

    /// <summary>The names of the members, besides the kind.</summary>
    public static readonly string[] Members =
        ["tokenizer", "lowerCase", "asciiFolding", "stopWords", "stemmer", "cjkBigrams", "minGram", "maxGram", "gramCharacters"];

    /// <summary>The single sorts of characters.</summary>
    public static readonly TextCharacters[] Sorts =
        [TextCharacters.Letters, TextCharacters.Digits, TextCharacters.WhiteSpace, TextCharacters.Punctuation, TextCharacters.Symbols];

    /// <summary>Writes the members of the index's object.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, TextIndexOptions options)
    {
        writer.WriteString("kind", Kind);
        writer.WriteString("tokenizer", options.Tokenizer.ToString());
        writer.WriteBoolean("lowerCase", options.LowerCase);
        writer.WriteBoolean("asciiFolding", options.AsciiFolding);
        if (options.StopWords is { } words)
        {
            writer.WriteStartArray("stopWords");
            foreach (string word in words)
                writer.WriteStringValue(word);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteNull("stopWords");
        }

        writer.WriteString("stemmer", options.Stemmer.ToString());
        writer.WriteBoolean("cjkBigrams", options.CjkBigrams);
        writer.WriteNumber("minGram", options.MinGram);
        writer.WriteNumber("maxGram", options.MaxGram);
        writer.WriteStartArray("gramCharacters");
        foreach (TextCharacters sort in Sorts)
        {
            if (options.GramCharacters.HasFlag(sort))
                writer.WriteStringValue(sort.ToString());
        }

        writer.WriteEndArray();
    }
}
