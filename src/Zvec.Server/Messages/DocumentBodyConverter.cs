using System.Text.Json;
using System.Text.Json.Serialization;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>Writes documents as the engine does. What comes in is read beside its schema instead.</summary>
internal sealed class DocumentBodyConverter : JsonConverter<DocumentBody>
{
    public override DocumentBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A document is read by the schema of its collection.");

    public override void Write(Utf8JsonWriter writer, DocumentBody value, JsonSerializerOptions options) =>
        DocumentJson.Write(writer, value.Document, value.Schema);
}
