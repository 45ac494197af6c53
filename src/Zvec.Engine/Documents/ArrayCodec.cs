using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Writes arrays and reads them back, <c>T[]</c> or <c>T?[]</c> as they were.</summary>
/// <remarks>
/// <code>
/// varint of the number of elements; a byte, 1 when some are null, else 0;
/// when 1, a bit for each element, lowest bit first, 1 for null, in whole bytes;
/// the elements that are not null, each as <see cref="ValueCodec"/> writes it
/// </code>
/// </remarks>
internal static class ArrayCodec
{
    private delegate void ElementWriter<T>(ByteWriter writer, T value);

    private delegate T ElementReader<T>(ref SpanReader reader);

    public static void Write(ByteWriter writer, DataType type, Array array)
    {
        switch (type.Element())
        {
            case DataType.Bool:
                WriteStructs<bool>(writer, array, static (writer, value) => writer.WriteByte(value ? (byte)1 : (byte)0));
                break;
            case DataType.Int8: WritePlain<sbyte>(writer, array); break;
            case DataType.UInt8: WritePlain<byte>(writer, array); break;
            case DataType.Int16: WritePlain<short>(writer, array); break;
            case DataType.UInt16: WritePlain<ushort>(writer, array); break;
            case DataType.Int32: WritePlain<int>(writer, array); break;
            case DataType.UInt32: WritePlain<uint>(writer, array); break;
            case DataType.Int64: WritePlain<long>(writer, array); break;
            case DataType.UInt64: WritePlain<ulong>(writer, array); break;
            case DataType.Float32: WritePlain<float>(writer, array); break;
            case DataType.Float64: WritePlain<double>(writer, array); break;
            case DataType.Decimal: WriteStructs<decimal>(writer, array, ValueCodec.WriteDecimal); break;
            case DataType.String: WriteObjects(writer, (string?[])array, static (writer, value) => writer.WriteString(value)); break;
            case DataType.Binary: WriteObjects(writer, (byte[]?[])array, ValueCodec.WriteBinary); break;
            case DataType.DateTime: WriteStructs<DateTime>(writer, array, ValueCodec.WriteDateTime); break;
            case DataType.DateTimeOffset: WriteStructs<DateTimeOffset>(writer, array, ValueCodec.WriteDateTimeOffset); break;
            case DataType.DateOnly: WriteStructs<DateOnly>(writer, array, ValueCodec.WriteDateOnly); break;
            case DataType.TimeOnly: WriteStructs<TimeOnly>(writer, array, ValueCodec.WriteTimeOnly); break;
            case DataType.Guid: WriteStructs<Guid>(writer, array, ValueCodec.WriteGuid); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "not an array type");
        }
    }

    public static Array Read(ref SpanReader reader, DataType type) => type.Element() switch
    {
        DataType.Bool => ReadStructs(ref reader, 1, ValueCodec.ReadBool),
        DataType.Int8 => ReadPlain<sbyte>(ref reader, sizeof(sbyte)),
        DataType.UInt8 => ReadPlain<byte>(ref reader, sizeof(byte)),
        DataType.Int16 => ReadPlain<short>(ref reader, sizeof(short)),
        DataType.UInt16 => ReadPlain<ushort>(ref reader, sizeof(ushort)),
        DataType.Int32 => ReadPlain<int>(ref reader, sizeof(int)),
        DataType.UInt32 => ReadPlain<uint>(ref reader, sizeof(uint)),
        DataType.Int64 => ReadPlain<long>(ref reader, sizeof(long)),
        DataType.UInt64 => ReadPlain<ulong>(ref reader, sizeof(ulong)),
        DataType.Float32 => ReadPlain<float>(ref reader, sizeof(float)),
        DataType.Float64 => ReadPlain<double>(ref reader, sizeof(double)),
        DataType.Decimal => ReadStructs(ref reader, 16, ValueCodec.ReadDecimal),
        DataType.String => ReadObjects(ref reader, ValueCodec.ReadString),
        DataType.Binary => ReadObjects(ref reader, ValueCodec.ReadBinary),
        DataType.DateTime => ReadStructs(ref reader, 8, ValueCodec.ReadDateTime),
        DataType.DateTimeOffset => ReadStructs(ref reader, 10, ValueCodec.ReadDateTimeOffset),
        DataType.DateOnly => ReadStructs(ref reader, 4, ValueCodec.ReadDateOnly),
        DataType.TimeOnly => ReadStructs(ref reader, 8, ValueCodec.ReadTimeOnly),
        DataType.Guid => ReadStructs(ref reader, 16, ValueCodec.ReadGuid),
        _ => throw new ArgumentException($"The number {(int)type} is not an array type."),
    };

    /// <summary>Elements whose bytes in memory are their bytes in the file.</summary>
    private static void WritePlain<T>(ByteWriter writer, Array array)
        where T : unmanaged
    {
        if (array is T?[])
        {
            WriteStructs<T>(
                writer, array, static (writer, value) => writer.WriteBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value))));
            return;
        }

        WriteHead(writer, array.Length, hasNulls: false);
        writer.WriteBytes(MemoryMarshal.AsBytes<T>((T[])array));
    }

    private static void WriteStructs<T>(ByteWriter writer, Array array, ElementWriter<T> write)
        where T : struct
    {
        if (array is T[] plain)
        {
            WriteHead(writer, plain.Length, hasNulls: false);
            foreach (T item in plain)
                write(writer, item);
            return;
        }

        var items = (T?[])array;
        WriteHead(writer, items.Length, hasNulls: true);
        Span<byte> nulls = ReserveNulls(writer, items.Length);
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i] is null)
                nulls[i >> 3] |= (byte)(1 << (i & 7));
        }

        foreach (T? item in items)
        {
            if (item is { } value)
                write(writer, value);
        }
    }

    private static void WriteObjects<T>(ByteWriter writer, T?[] items, ElementWriter<T> write)
        where T : class
    {
        bool hasNulls = Array.IndexOf(items, null) >= 0;
        WriteHead(writer, items.Length, hasNulls);
        if (hasNulls)
        {
            Span<byte> nulls = ReserveNulls(writer, items.Length);
            for (int i = 0; i < items.Length; i++)
            {
                if (items[i] is null)
                    nulls[i >> 3] |= (byte)(1 << (i & 7));
            }
        }

        foreach (T? item in items)
        {
            if (item is not null)
                write(writer, item);
        }
    }

    private static void WriteHead(ByteWriter writer, int count, bool hasNulls)
    {
        writer.WriteVarint((ulong)count);
        writer.WriteByte(hasNulls ? (byte)1 : (byte)0);
    }

    private static Span<byte> ReserveNulls(ByteWriter writer, int count)
    {
        Span<byte> nulls = writer.Reserve(NullBytes(count));
        nulls.Clear();
        return nulls;
    }

    private static int NullBytes(int count) => (int)(((long)count + 7) >> 3);

    /// <summary>Reads the head, and believes the count only when the bytes that remain can hold so many.</summary>
    private static ReadOnlySpan<byte> ReadHead(ref SpanReader reader, int elementBytes, out int count, out bool hasNulls)
    {
        ulong declared = reader.ReadVarint();
        hasNulls = ValueCodec.ReadBool(ref reader);
        ulong possible = hasNulls ? (ulong)reader.Remaining * 8 : (ulong)(reader.Remaining / elementBytes);
        if (declared > possible || declared > (ulong)Array.MaxLength)
            throw new EndOfStreamException($"An array of {declared} elements does not fit the {reader.Remaining} bytes that remain.");
        count = (int)declared;
        return hasNulls ? reader.ReadBytes(NullBytes(count)) : default;
    }

    private static bool IsNull(ReadOnlySpan<byte> nulls, int index) => (nulls[index >> 3] >> (index & 7) & 1) != 0;

    private static Array ReadPlain<T>(ref SpanReader reader, int elementBytes)
        where T : unmanaged
    {
        SpanReader start = reader;
        ReadHead(ref reader, elementBytes, out int count, out bool hasNulls);
        if (!hasNulls)
            return MemoryMarshal.Cast<byte, T>(reader.ReadBytes(count * elementBytes)).ToArray();
        reader = start;
        return ReadStructs(ref reader, elementBytes, (ref SpanReader reader) => MemoryMarshal.Read<T>(reader.ReadBytes(elementBytes)));
    }

    private static Array ReadStructs<T>(ref SpanReader reader, int elementBytes, ElementReader<T> read)
        where T : struct
    {
        ReadOnlySpan<byte> nulls = ReadHead(ref reader, elementBytes, out int count, out bool hasNulls);
        if (!hasNulls)
        {
            var plain = new T[count];
            for (int i = 0; i < count; i++)
                plain[i] = read(ref reader);
            return plain;
        }

        var items = new T?[count];
        for (int i = 0; i < count; i++)
        {
            if (!IsNull(nulls, i))
                items[i] = read(ref reader);
        }

        return items;
    }

    private static T?[] ReadObjects<T>(ref SpanReader reader, ElementReader<T> read)
        where T : class
    {
        ReadOnlySpan<byte> nulls = ReadHead(ref reader, 1, out int count, out bool hasNulls);
        var items = new T?[count];
        for (int i = 0; i < count; i++)
        {
            if (!hasNulls || !IsNull(nulls, i))
                items[i] = read(ref reader);
        }

        return items;
    }
}
