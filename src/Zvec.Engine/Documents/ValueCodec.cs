using System.Buffers.Binary;
using System.Text;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Documents;

/// <summary>Writes single values and reads them back exactly as they were: a decimal with its scale, a date with its kind or offset, minus
/// zero as such.</summary>
/// <remarks>
/// <code>
/// bool            one byte, 0 or 1
/// numbers         their bytes, little-endian
/// Decimal         four i32: low, middle, high, flags (as decimal.GetBits)
/// String, Binary  varint of the length in bytes; the bytes (UTF-8)
/// DateTime        u64: ticks, and the kind in the two highest bits
/// DateTimeOffset  i64 ticks of the local time, i16 minutes of the offset
/// DateOnly        i32 day number        TimeOnly  i64 ticks        Guid  16 bytes, big-endian
/// </code>
/// Readers throw <see cref="EndOfStreamException"/> or <see cref="ArgumentException"/> for bytes that no writer wrote.
/// </remarks>
internal static class ValueCodec
{
    private const int KindShift = 62;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(ByteWriter writer, DataType type, object value)
    {
        switch (type)
        {
            case DataType.Bool: writer.WriteByte((bool)value ? (byte)1 : (byte)0); break;
            case DataType.Int8: writer.WriteByte((byte)(sbyte)value); break;
            case DataType.UInt8: writer.WriteByte((byte)value); break;
            case DataType.Int16: BinaryPrimitives.WriteInt16LittleEndian(writer.Reserve(2), (short)value); break;
            case DataType.UInt16: BinaryPrimitives.WriteUInt16LittleEndian(writer.Reserve(2), (ushort)value); break;
            case DataType.Int32: writer.WriteInt32((int)value); break;
            case DataType.UInt32: writer.WriteUInt32((uint)value); break;
            case DataType.Int64: writer.WriteInt64((long)value); break;
            case DataType.UInt64: writer.WriteUInt64((ulong)value); break;
            case DataType.Float32: BinaryPrimitives.WriteSingleLittleEndian(writer.Reserve(4), (float)value); break;
            case DataType.Float64: BinaryPrimitives.WriteDoubleLittleEndian(writer.Reserve(8), (double)value); break;
            case DataType.Decimal: WriteDecimal(writer, (decimal)value); break;
            case DataType.String: writer.WriteString((string)value); break;
            case DataType.Binary: WriteBinary(writer, (byte[])value); break;
            case DataType.DateTime: WriteDateTime(writer, (DateTime)value); break;
            case DataType.DateTimeOffset: WriteDateTimeOffset(writer, (DateTimeOffset)value); break;
            case DataType.DateOnly: WriteDateOnly(writer, (DateOnly)value); break;
            case DataType.TimeOnly: WriteTimeOnly(writer, (TimeOnly)value); break;
            case DataType.Guid: WriteGuid(writer, (Guid)value); break;
            default: ArrayCodec.Write(writer, type, (Array)value); break;
        }
    }

    public static object Read(ref SpanReader reader, DataType type) => type switch
    {
        DataType.Bool => ReadBool(ref reader),
        DataType.Int8 => (sbyte)reader.ReadByte(),
        DataType.UInt8 => reader.ReadByte(),
        DataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(reader.ReadBytes(2)),
        DataType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(reader.ReadBytes(2)),
        DataType.Int32 => reader.ReadInt32(),
        DataType.UInt32 => reader.ReadUInt32(),
        DataType.Int64 => reader.ReadInt64(),
        DataType.UInt64 => reader.ReadUInt64(),
        DataType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(reader.ReadBytes(4)),
        DataType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(reader.ReadBytes(8)),
        DataType.Decimal => ReadDecimal(ref reader),
        DataType.String => ReadString(ref reader),
        DataType.Binary => ReadBinary(ref reader),
        DataType.DateTime => ReadDateTime(ref reader),
        DataType.DateTimeOffset => ReadDateTimeOffset(ref reader),
        DataType.DateOnly => ReadDateOnly(ref reader),
        DataType.TimeOnly => ReadTimeOnly(ref reader),
        DataType.Guid => ReadGuid(ref reader),
        _ => ArrayCodec.Read(ref reader, type),
    };

    public static void WriteBinary(ByteWriter writer, byte[] value)
    {
        writer.WriteVarint((ulong)value.Length);
        writer.WriteBytes(value);
    }

    public static void WriteDecimal(ByteWriter writer, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        foreach (int part in parts)
            writer.WriteInt32(part);
    }

    public static void WriteDateTime(ByteWriter writer, DateTime value) =>
        writer.WriteUInt64((ulong)value.Ticks | ((ulong)value.Kind << KindShift));

    public static void WriteDateTimeOffset(ByteWriter writer, DateTimeOffset value)
    {
        writer.WriteInt64(value.Ticks);
        BinaryPrimitives.WriteInt16LittleEndian(writer.Reserve(2), (short)value.TotalOffsetMinutes);
    }

    public static void WriteDateOnly(ByteWriter writer, DateOnly value) => writer.WriteInt32(value.DayNumber);

    public static void WriteTimeOnly(ByteWriter writer, TimeOnly value) => writer.WriteInt64(value.Ticks);

    public static void WriteGuid(ByteWriter writer, Guid value) => value.TryWriteBytes(writer.Reserve(16), bigEndian: true, out _);

    public static bool ReadBool(ref SpanReader reader) => reader.ReadByte() switch
    {
        0 => false,
        1 => true,
        byte other => throw new ArgumentException($"The byte {other} stands where a truth value belongs."),
    };

    public static string ReadString(ref SpanReader reader) => StrictUtf8.GetString(reader.ReadBytes(reader.ReadCount()));

    public static byte[] ReadBinary(ref SpanReader reader) => reader.ReadBytes(reader.ReadCount()).ToArray();

    public static decimal ReadDecimal(ref SpanReader reader)
    {
        Span<int> parts = stackalloc int[4];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = reader.ReadInt32();
        return new decimal(parts);
    }

    public static DateTime ReadDateTime(ref SpanReader reader)
    {
        ulong bits = reader.ReadUInt64();
        return new DateTime((long)(bits & ((1UL << KindShift) - 1)), (DateTimeKind)(bits >> KindShift));
    }

    public static DateTimeOffset ReadDateTimeOffset(ref SpanReader reader)
    {
        long ticks = reader.ReadInt64();
        return new DateTimeOffset(ticks, TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16LittleEndian(reader.ReadBytes(2))));
    }

    public static DateOnly ReadDateOnly(ref SpanReader reader) => DateOnly.FromDayNumber(reader.ReadInt32());

    public static TimeOnly ReadTimeOnly(ref SpanReader reader) => new(reader.ReadInt64());

    public static Guid ReadGuid(ref SpanReader reader) => new(reader.ReadBytes(16), bigEndian: true);
}
