using System.Text.Json.Serialization;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A document with the schema that says how it is written.</summary>
/// <param name="Document">The document.</param>
/// <param name="Schema">What it looks like.</param>
[JsonConverter(typeof(DocumentBodyConverter))]
internal readonly record struct DocumentBody(Document Document, CollectionSchema Schema);
