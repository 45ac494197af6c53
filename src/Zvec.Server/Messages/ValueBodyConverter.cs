using System.Text.Json;
using System.Text.Json.Serialization;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>Writes values as the engine does.</summary>
internal sealed class ValueBodyConverter : JsonConverter<ValueBody>
{
    public override ValueBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A value is read by the schema of its collection.");

    public override void Write(Utf8JsonWriter writer, ValueBody value, JsonSerializerOptions options)
    {
        if (value.Field is { } field)
            DocumentJson.WriteValue(writer, value.Value, field);
        else
            DocumentJson.WriteKey(writer, DocumentKey.From(value.Value!));
    }
}
