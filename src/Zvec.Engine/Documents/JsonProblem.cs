using System.Text.Json;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Reads and checks the values of <see cref="DocumentJson"/> and says in sentences what is wrong with them.</summary>
internal static class JsonProblem
{
    private const int ShownCharacters = 60;

    /// <summary>The value of a field in the type that the schema names.</summary>
    /// <param name="schema">The schema, or null where no document is at hand.</param>
    /// <param name="key">The document's key.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    public static object Normal(CollectionSchema? schema, DocumentKey key, FieldSchema field, object value) =>
        FieldValues.Normalize(field.Type, value, out string? problem)
            ?? throw Of(schema, key, $"Field '{field.Name}' {problem ?? $"is {field.Type} and was given a {value.GetType()}"}.");

    /// <summary>Reads the value of a field, null included.</summary>
    /// <param name="schema">The schema, or null where no document is at hand.</param>
    /// <param name="key">The document's key.</param>
    /// <param name="field">The field.</param>
    /// <param name="json">The value.</param>
    public static object? ReadField(CollectionSchema? schema, DocumentKey key, FieldSchema field, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (field.Type.IsArray())
            return ReadArray(schema, key, field, json);
        if (JsonValueReader.TryRead(json, field.Type, out object? value))
            return value;
        throw Of(
            schema, key, $"Field '{field.Name}' is {field.Type} and was given {Describe(json)}; use {JsonValueReader.Expected(field.Type)}.");
    }

    public static ZvecException Of(CollectionSchema? schema, DocumentKey key, string what)
    {
        string document = key.IsEmpty ? "A document" : $"Document {KeyRules.Shorten(key)}";
        return new ZvecException(
            ZvecErrorCode.InvalidArgument, schema is null ? what : $"{document} does not fit collection '{schema.Name}'. {what}");
    }

    public static ZvecException Unknown(CollectionSchema schema, DocumentKey key, string name) =>
        Of(schema, key, $"The collection has no field or vector '{name}'; it has {schema.DescribeFields()}.");

    /// <summary>Tells of the first value that a document has and the schema has not.</summary>
    public static ZvecException Unknown(CollectionSchema schema, DocumentKey key, Document document)
    {
        foreach ((string name, object? _) in document)
        {
            if (schema.FindField(name) is null && schema.FindVector(name) is null)
                return Unknown(schema, key, name);
        }

        return Of(schema, key, "The schema has a field twice.");
    }

    /// <summary>The name of a property, which can be half of a surrogate pair.</summary>
    public static string NameOf(JsonProperty property, CollectionSchema schema, DocumentKey key)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                Of(schema, key, "The name of a value has half of a surrogate pair in it; use well-formed Unicode.").Message,
                exception);
        }
    }

    /// <summary>JSON that is short enough for a message.</summary>
    public static string Describe(JsonElement json)
    {
        string text = json.GetRawText();
        return text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "...";
    }

    private static object ReadArray(CollectionSchema? schema, DocumentKey key, FieldSchema field, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw Of(schema, key, $"Field '{field.Name}' is {field.Type} and was given {Describe(json)}; use an array.");
        DataType element = field.Type.Element();
        var items = new List<object?>(json.GetArrayLength());
        foreach (JsonElement item in json.EnumerateArray())
        {
            object? value = null;
            if (item.ValueKind != JsonValueKind.Null && !JsonValueReader.TryRead(item, element, out value))
            {
                throw Of(
                    schema, key, $"Field '{field.Name}' is {field.Type} and was given {Describe(item)} as element {items.Count}; "
                        + $"use {JsonValueReader.Expected(element)}.");
            }

            items.Add(value);
        }

        return ArrayNormalizer.Normalize(element, items, out string? problem)
            ?? throw Of(schema, key, $"Field '{field.Name}' {problem}.");
    }
}
