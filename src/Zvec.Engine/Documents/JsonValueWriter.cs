using System.Text.Json;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Writes values of fields as <see cref="DocumentJson"/> describes them.</summary>
internal static class JsonValueWriter
{
    /// <summary>Writes a value of exactly the CLR type that the data type names.</summary>
    public static void Write(Utf8JsonWriter writer, DataType type, object value)
    {
        if (type.IsArray())
        {
            writer.WriteStartArray();
            foreach (object? item in (Array)value)
            {
                if (item is null)
                    writer.WriteNullValue();
                else
                    Write(writer, type.Element(), item);
            }

            writer.WriteEndArray();
            return;
        }

        switch (value)
        {
            case bool flag: writer.WriteBooleanValue(flag); break;
            case sbyte number: writer.WriteNumberValue(number); break;
            case byte number: writer.WriteNumberValue(number); break;
            case short number: writer.WriteNumberValue(number); break;
            case ushort number: writer.WriteNumberValue(number); break;
            case int number: writer.WriteNumberValue(number); break;
            case uint number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): writer.WriteNumberValue(number); break;
            case float number: writer.WriteStringValue(NameOf(number)); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case double number: writer.WriteStringValue(NameOf(number)); break;
            case decimal number: WriteDecimal(writer, number); break;
            case string text: writer.WriteStringValue(text); break;
            case byte[] bytes: writer.WriteBase64StringValue(bytes); break;
            case DateTime time: writer.WriteStringValue(JsonDates.Write(time)); break;
            case DateTimeOffset time: writer.WriteStringValue(JsonDates.Write(time)); break;
            case DateOnly date: writer.WriteStringValue(JsonDates.Write(date)); break;
            case TimeOnly time: writer.WriteStringValue(JsonDates.Write(time)); break;
            case Guid guid: writer.WriteStringValue(guid); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "not a data type");
        }
    }

    private static string NameOf(double number) => double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";

    private static void WriteDecimal(Utf8JsonWriter writer, decimal number)
    {
        // the platform writes a zero without its sign
        if (number == 0 && decimal.IsNegative(number))
            writer.WriteRawValue(number.Scale == 0 ? "-0" : "-0." + new string('0', number.Scale), skipInputValidation: true);
        else
            writer.WriteNumberValue(number);
    }
}
