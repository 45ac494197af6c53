using System.Text.Json.Serialization;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A value of a field, or a key, written as in a document.</summary>
/// <param name="Value">The value.</param>
/// <param name="Field">Its field; null for a key.</param>
[JsonConverter(typeof(ValueBodyConverter))]
internal readonly record struct ValueBody(object? Value, FieldSchema? Field);
