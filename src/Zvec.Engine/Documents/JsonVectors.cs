using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Vectors as <see cref="DocumentJson"/> describes them.</summary>
internal static class JsonVectors
{
    private const string Indices = "indices";
    private const string Values = "values";

    /// <summary>The most characters of a half, such as <c>-6.104E-05</c>.</summary>
    private const int HalfCharacters = 16;

    /// <summary>Writes a vector.</summary>
    /// <returns>False, with nothing written, when the value is no vector of the type.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, VectorType type, object value)
    {
        if (type == VectorType.Sparse)
        {
            if (value is not SparseVector sparse)
                return false;
            writer.WriteStartObject();
            writer.WriteStartArray(Indices);
            foreach (uint index in sparse.Indices.Span)
                writer.WriteNumberValue(index);
            writer.WriteEndArray();
            writer.WritePropertyName(Values);
            WriteFloats(writer, sparse.Values.Span);
            writer.WriteEndObject();
            return true;
        }

        if (!VectorElements.TryGetElements(type, value, out ReadOnlySpan<byte> elements))
            return false;
        switch (type)
        {
            case VectorType.Binary:
                writer.WriteBase64StringValue(elements);
                break;
            case VectorType.Float32:
                WriteFloats(writer, MemoryMarshal.Cast<byte, float>(elements));
                break;
            case VectorType.Float16:
                WriteHalves(writer, MemoryMarshal.Cast<byte, Half>(elements));
                break;
            default:
                writer.WriteStartArray();
                foreach (sbyte element in MemoryMarshal.Cast<byte, sbyte>(elements))
                    writer.WriteNumberValue(element);
                writer.WriteEndArray();
                break;
        }

        return true;
    }

    /// <summary>Reads a vector.</summary>
    /// <param name="json">The vector; not null.</param>
    /// <param name="vector">The field.</param>
    /// <param name="problem">When null is returned, what is wrong, as the rest of a sentence.</param>
    /// <returns>A <see cref="ReadOnlyMemory{T}"/> of the element type, or a <see cref="SparseVector"/>.</returns>
    public static object? Read(JsonElement json, VectorSchema vector, out string? problem)
    {
        problem = null;
        if (vector.Type == VectorType.Sparse)
            return ReadSparse(json, out problem);
        if (json.ValueKind == JsonValueKind.String)
            return ReadBase64(json, vector.Type, out problem);
        if (json.ValueKind != JsonValueKind.Array)
        {
            problem = $"is {vector.Type} and was given {JsonProblem.Describe(json)}; use an array of {vector.Dimensions} numbers.";
            return null;
        }

        return vector.Type switch
        {
            VectorType.Float32 => ReadElements(json, ReadFloat, "a finite number", out problem),
            VectorType.Float16 => ReadElements(json, ReadHalf, "a finite number from -65504 to 65504", out problem),
            VectorType.Int8 => ReadElements(json, ReadInt8, "a whole number from -128 to 127", out problem),
            _ => ReadElements(json, ReadBit, "0 or 1", out problem) is { } bits ? Pack(bits, vector, out problem) : null,
        };
    }

    private static void WriteFloats(Utf8JsonWriter writer, ReadOnlySpan<float> elements)
    {
        writer.WriteStartArray();
        foreach (float element in elements)
            writer.WriteNumberValue(element);
        writer.WriteEndArray();
    }

    // the shortest digits that are that half, which those of the equal float are not
    private static void WriteHalves(Utf8JsonWriter writer, ReadOnlySpan<Half> elements)
    {
        Span<byte> text = stackalloc byte[HalfCharacters];
        writer.WriteStartArray();
        foreach (Half element in elements)
        {
            if (!Half.IsFinite(element) || !element.TryFormat(text, out int length, default, CultureInfo.InvariantCulture))
                throw new ArgumentException($"{element} is no element of a vector.", nameof(elements));
            writer.WriteRawValue(text[..length], skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private static ReadOnlyMemory<T>? ReadElements<T>(JsonElement json, Func<JsonElement, T?> read, string expected, out string? problem)
        where T : struct
    {
        problem = null;
        T[] elements = new T[json.GetArrayLength()];
        int count = 0;
        foreach (JsonElement item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || read(item) is not { } element)
            {
                problem = $"has {JsonProblem.Describe(item)} as element {count}; use {expected}.";
                return null;
            }

            elements[count++] = element;
        }

        return elements;
    }

    private static float? ReadFloat(JsonElement json) => json.TryGetSingle(out float number) && float.IsFinite(number) ? number : null;

    private static Half? ReadHalf(JsonElement json) =>
        json.TryGetDouble(out double number) && Half.IsFinite((Half)number) ? (Half)number : null;

    private static sbyte? ReadInt8(JsonElement json) => json.TryGetDouble(out double number) && number == (sbyte)number ? (sbyte)number : null;

    private static bool? ReadBit(JsonElement json) => json.TryGetInt32(out int number) && number is 0 or 1 ? number == 1 : null;

    private static uint? ReadIndex(JsonElement json) => json.TryGetUInt32(out uint number) ? number : null;

    private static ReadOnlyMemory<byte>? Pack(ReadOnlyMemory<bool> bits, VectorSchema vector, out string? problem)
    {
        problem = null;
        if (bits.Length != vector.Dimensions)
        {
            problem = $"has {vector.Dimensions} dimensions and was given {bits.Length}; use the model that it was made for.";
            return null;
        }

        return new ReadOnlyMemory<byte>(VectorElements.ToBytes(new BitArray(bits.ToArray())));
    }

    private static object? ReadBase64(JsonElement json, VectorType type, out string? problem)
    {
        problem = null;
        int bytesEach = type == VectorType.Binary ? 1 : type.ElementBytes();
        if (JsonValueReader.TryRead(json, DataType.Binary, out object? bytes) && ((byte[])bytes).Length % bytesEach == 0)
            return VectorElements.ToMemory(type, (byte[])bytes);
        problem = $"is {type} and was given {JsonProblem.Describe(json)}; use an array of numbers, or base64 of the elements' bytes, "
            + "little-endian.";
        return null;
    }

    private static SparseVector? ReadSparse(JsonElement json, out string? problem)
    {
        if (json.ValueKind != JsonValueKind.Object
            || json.GetPropertyCount() != 2
            || !json.TryGetProperty(Indices, out JsonElement indices) || indices.ValueKind != JsonValueKind.Array
            || !json.TryGetProperty(Values, out JsonElement values) || values.ValueKind != JsonValueKind.Array)
        {
            problem = $"is Sparse and was given {JsonProblem.Describe(json)}; use {{\"{Indices}\": [...], \"{Values}\": [...]}}.";
            return null;
        }

        if (ReadElements(indices, ReadIndex, "an index, a whole number of 32 bits without sign", out problem) is not { } places)
            return null;
        if (ReadElements(values, ReadFloat, "a finite number", out problem) is not { } elements)
            return null;
        try
        {
            uint[] sorted = places.ToArray();
            float[] beside = elements.ToArray();
            if (sorted.Length == beside.Length)
                Array.Sort(sorted, beside);
            return new SparseVector(sorted, beside);
        }
        catch (ArgumentException exception)
        {
            problem = $"is Sparse and cannot be read. {exception.Message}";
            return null;
        }
    }
}
