using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zvec.Engine.Documents;

namespace Zvec.Engine;

/// <summary>Documents as JSON, as a collection's schema gives their values types.</summary>
/// <remarks>
/// A document is one object: the key under the name that the schema gives it (<see cref="CollectionSchema.KeyName"/>, <c>id</c> by
/// default), and the fields and vectors under theirs. What is written comes back exactly, except that a NaN is any NaN.
/// <list type="table">
/// <item><term>numbers</term><description>numbers, with all their digits; a decimal with its scale. NaN and infinities are the strings
/// <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>. Read from strings as well, for senders whose numbers have 53 bits
/// only.</description></item>
/// <item><term>Binary</term><description>a string of base64</description></item>
/// <item><term>DateTime</term><description><c>"2024-05-06T07:08:09.1234567"</c>, with <c>Z</c> behind it when its kind is UTC and
/// <c>[local]</c> when it is local, whose offset nobody knows. Read with an offset as well, as UTC.</description></item>
/// <item><term>DateTimeOffset</term><description><c>"2024-05-06T07:08:09+02:00"</c></description></item>
/// <item><term>DateOnly, TimeOnly, Guid</term><description><c>"2024-05-06"</c>, <c>"07:08:09"</c>, <c>"0f8fad5b-…"</c></description></item>
/// <item><term>arrays</term><description>arrays, with null for null elements</description></item>
/// <item><term>vectors</term><description>arrays of numbers; read from base64 of their elements, little-endian, as well. Bits are base64 of
/// their bytes (<see cref="VectorType.Binary"/>), and read from arrays of 0 and 1 as well. A sparse vector is
/// <c>{ "indices": [3, 17], "values": [0.5, 1.25] }</c>.</description></item>
/// </list>
/// </remarks>
public static class DocumentJson
{
    private static readonly JsonWriterOptions ReadableText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a document as an object: the key, then what the document has of the schema's fields and vectors, in its
    /// order.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="document">The document; of a search with chosen fields, for example, it has those only.</param>
    /// <param name="schema">The schema of its collection.</param>
    /// <exception cref="ZvecException">The document does not fit the schema (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static void Write(Utf8JsonWriter writer, Document document, CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(schema);
        KeyRules.Check(schema, document.Key);
        writer.WriteStartObject();
        writer.WritePropertyName(schema.KeyName);
        WriteKey(writer, document.Key);
        int written = 0;
        foreach (FieldSchema field in schema.Fields)
        {
            if (!document.TryGetValue(field.Name, out object? value))
                continue;
            written++;
            writer.WritePropertyName(field.Name);
            if (value is null)
                writer.WriteNullValue();
            else
                JsonValueWriter.Write(writer, field.Type, JsonProblem.Normal(schema, document.Key, field, value));
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            if (!document.TryGetValue(vector.Name, out object? value))
                continue;
            written++;
            writer.WritePropertyName(vector.Name);
            if (value is null)
                writer.WriteNullValue();
            else if (!JsonVectors.TryWrite(writer, vector.Type, value))
                throw JsonProblem.Of(schema, document.Key, $"Vector '{vector.Name}' is {vector.Type} and was given a {value.GetType()}.");
        }

        if (written < document.Count)
            throw JsonProblem.Unknown(schema, document.Key, document);
        writer.WriteEndObject();
    }

    /// <summary>A document as a line of JSON.</summary>
    /// <param name="document">The document.</param>
    /// <param name="schema">The schema of its collection.</param>
    /// <exception cref="ZvecException">The document does not fit the schema.</exception>
    public static string ToJson(Document document, CollectionSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ReadableText))
        {
            Write(writer, document, schema);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">The object.</param>
    /// <param name="schema">The schema of the collection that it is for.</param>
    /// <returns>The document, with the values that the object names: what it leaves out is absent, as an update wants it. Whether values may
    /// be null and vectors have the right number of dimensions shows when the document is written.</returns>
    /// <exception cref="ZvecException">The object does not fit the schema (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static Document Read(JsonElement json, CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        CheckObject(json, schema);
        JsonElement? key = null;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (JsonProblem.NameOf(property, schema, default) == schema.KeyName)
                key ??= property.Value;
        }

        if (key is not { } found)
        {
            throw JsonProblem.Of(
                schema, default, $"The key '{schema.KeyName}' is missing; give the document a key of type {schema.Key}.");
        }

        return Read(json, schema, ReadKey(found, schema));
    }

    /// <summary>Reads a document whose key is known.</summary>
    /// <param name="json">The object, which may leave the key out.</param>
    /// <param name="schema">The schema of the collection that it is for.</param>
    /// <param name="key">The key.</param>
    /// <returns>The document, with the values that the object names.</returns>
    /// <exception cref="ZvecException">The object does not fit the schema, or has another key
    /// (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static Document Read(JsonElement json, CollectionSchema schema, DocumentKey key)
    {
        ArgumentNullException.ThrowIfNull(schema);
        CheckObject(json, schema);
        KeyRules.Check(schema, key);
        var document = new Document(key, json.GetPropertyCount());
        bool hasKey = false;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            string name = JsonProblem.NameOf(property, schema, key);
            if (document.Contains(name) || (hasKey && name == schema.KeyName))
                throw JsonProblem.Of(schema, key, $"'{name}' is there twice; remove one of them.");
            if (name == schema.KeyName)
            {
                hasKey = true;
                if (ReadKey(property.Value, schema) is var other && other != key)
                    throw JsonProblem.Of(schema, key, $"It has the key {KeyRules.Shorten(other)}; leave the key out, or give it the same.");
            }
            else if (schema.FindField(name) is { } field)
            {
                document[name] = JsonProblem.ReadField(schema, key, field, property.Value);
            }
            else if (schema.FindVector(name) is { } vector)
            {
                document[name] = property.Value.ValueKind == JsonValueKind.Null
                    ? null
                    : JsonVectors.Read(property.Value, vector, out string? problem)
                        ?? throw JsonProblem.Of(schema, key, $"Vector '{name}' {problem}");
            }
            else
            {
                throw JsonProblem.Unknown(schema, key, name);
            }
        }

        return document;
    }

    /// <summary>Reads a document from text.</summary>
    /// <param name="utf8">One JSON object.</param>
    /// <param name="schema">The schema of the collection that it is for.</param>
    /// <exception cref="ZvecException">The text is not JSON, or does not fit the schema
    /// (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static Document Parse(ReadOnlyMemory<byte> utf8, CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(utf8);
            return Read(parsed.RootElement, schema);
        }
        catch (JsonException exception)
        {
            throw NotJson(schema, exception);
        }
    }

    /// <summary>Reads a document from text.</summary>
    /// <param name="text">One JSON object.</param>
    /// <param name="schema">The schema of the collection that it is for.</param>
    /// <exception cref="ZvecException">The text is not JSON, or does not fit the schema
    /// (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static Document Parse(string text, CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text), schema);
    }

    /// <summary>Writes a key: a number, or a string.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="key">The key; not the empty one.</param>
    public static void WriteKey(Utf8JsonWriter writer, DocumentKey key)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (key.Value)
        {
            case string text: writer.WriteStringValue(text); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case Guid guid: writer.WriteStringValue(guid); break;
        }
    }

    /// <summary>Reads a key: a string, or for keys that are numbers a number.</summary>
    /// <param name="json">The key.</param>
    /// <param name="schema">The schema of its collection.</param>
    /// <exception cref="ZvecException">It is no key of the collection (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static DocumentKey ReadKey(JsonElement json, CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        DataType type = schema.Key switch
        {
            KeyType.String => DataType.String,
            KeyType.Int32 => DataType.Int32,
            KeyType.Int64 => DataType.Int64,
            KeyType.UInt64 => DataType.UInt64,
            _ => DataType.Guid,
        };
        if (!JsonValueReader.TryRead(json, type, out object? value))
        {
            throw JsonProblem.Of(
                schema, default, $"The key '{schema.KeyName}' is {schema.Key} and was given {JsonProblem.Describe(json)}; "
                    + $"use {JsonValueReader.Expected(type)}.");
        }

        var key = DocumentKey.From(value);
        KeyRules.Check(schema, key);
        return key;
    }

    /// <summary>Reads a key from plain text, as it stands in an address or on a command line.</summary>
    /// <param name="text">The text of a string key, the digits of a number, or a GUID.</param>
    /// <param name="schema">The schema of its collection.</param>
    /// <exception cref="ZvecException">It is no key of the collection (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static DocumentKey ParseKey(string text, CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.Key == KeyType.String)
        {
            KeyRules.Check(schema, text);
            return text;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStringValue(text);
        }

        using JsonDocument parsed = JsonDocument.Parse(buffer.WrittenMemory);
        return ReadKey(parsed.RootElement, schema);
    }

    /// <summary>Writes a value of a field.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="value">The value; null is written as null.</param>
    /// <param name="field">The field.</param>
    /// <exception cref="ZvecException">It is no value of the field (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static void WriteValue(Utf8JsonWriter writer, object? value, FieldSchema field)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(field);
        if (value is null)
            writer.WriteNullValue();
        else
            JsonValueWriter.Write(writer, field.Type, JsonProblem.Normal(null, default, field, value));
    }

    /// <summary>Reads a value of a field.</summary>
    /// <param name="json">The value.</param>
    /// <param name="field">The field.</param>
    /// <returns>The value in the CLR type that <see cref="DataType"/> names, or null.</returns>
    /// <exception cref="ZvecException">It is no value of the field (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static object? ReadValue(JsonElement json, FieldSchema field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return JsonProblem.ReadField(null, default, field, json);
    }

    /// <summary>Reads a vector of a field.</summary>
    /// <param name="json">The vector.</param>
    /// <param name="field">The vector field.</param>
    /// <returns>A <see cref="ReadOnlyMemory{T}"/> of the element type, of bytes for bits, or a <see cref="SparseVector"/>.</returns>
    /// <exception cref="ZvecException">It is no vector of the field (<see cref="ZvecErrorCode.InvalidArgument"/>).</exception>
    public static object ReadVector(JsonElement json, VectorSchema field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return JsonVectors.Read(json, field, out string? problem)
            ?? throw new ZvecException(ZvecErrorCode.InvalidArgument, $"Vector '{field.Name}' {problem}");
    }

    private static void CheckObject(JsonElement json, CollectionSchema schema)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw JsonProblem.Of(
                schema, default, $"{JsonProblem.Describe(json)} stands where a document belongs; use an object.");
        }
    }

    private static ZvecException NotJson(CollectionSchema schema, JsonException exception) => new(
        ZvecErrorCode.InvalidArgument,
        $"A document for collection '{schema.Name}' is not JSON ({exception.Message}); use one object such as "
            + $"{{\"{schema.KeyName}\": ...}}.",
        exception);
}
