using System.Buffers.Binary;
using System.Text;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Columns;

/// <summary>Values as bytes that compare, byte by byte from the first, as the values do: one order for indexes, ranges
/// and sorting.</summary>
/// <remarks>
/// Equal values of a type have equal keys: 1.0m and 1.00m, -0.0 and 0.0, all NaNs, a DateTime of any kind, a
/// DateTimeOffset of the same instant.
/// NaN stands behind all other numbers. Keys are compared with
/// <see cref="MemoryExtensions.SequenceCompareTo{T}(ReadOnlySpan{T}, ReadOnlySpan{T})"/>.
/// Array types have no keys; their elements have. Keys are stored in indexes, so that a change of them is a change of the format.
/// </remarks>
internal static class SortKey
{
    /// <summary>The longest key of a type of fixed width.</summary>
    public const int MaxFixedWidth = DecimalKey.Width;

    /// <summary>The bytes of every key of the type; −1 when keys differ in length (<see cref="DataType.String"/>,
    /// <see cref="DataType.Binary"/>).</summary>
    public static int Width(DataType type) => type switch
    {
        DataType.Bool or DataType.Int8 or DataType.UInt8 => 1,
        DataType.Int16 or DataType.UInt16 => 2,
        DataType.Int32 or DataType.UInt32 or DataType.Float32 or DataType.DateOnly => 4,
        DataType.Int64 or DataType.UInt64 or DataType.Float64 or DataType.DateTime or DataType.DateTimeOffset or DataType.TimeOnly => 8,
        DataType.Guid => 16,
        DataType.Decimal => DecimalKey.Width,
        DataType.String or DataType.Binary => -1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of single values"),
    };

    /// <summary>The key of a value of the type's CLR type.</summary>
    public static byte[] Encode(DataType type, object value) => type switch
    {
        DataType.String => Encoding.UTF8.GetBytes((string)value),
        DataType.Binary => [.. (byte[])value],
        _ => PhysicalTypes.Dispatch<ValueEncoder, byte[]>(type, new ValueEncoder(type, value)),
    };

    /// <summary>Appends the key of a row's value, which is not null.</summary>
    public static void Append(ByteWriter key, Column column, int row)
    {
        if (column is BytesColumn bytes)
            key.WriteBytes(bytes.Bytes(row));
        else
            PhysicalTypes.Dispatch<RowEncoder, bool>(column.Type, new RowEncoder(key, column, row));
    }

    /// <summary>Whether a key is that of NaN.</summary>
    public static bool IsNaN(DataType type, ReadOnlySpan<byte> key) => type switch
    {
        DataType.Float32 => key.SequenceEqual<byte>([0xFF, 0xC0, 0, 0]),
        DataType.Float64 => key.SequenceEqual<byte>([0xFF, 0xF8, 0, 0, 0, 0, 0, 0]),
        _ => false,
    };

    /// <summary>Writes the key of a value in the form that a column holds.</summary>
    /// <param name="type">A type of fixed width.</param>
    /// <param name="value">The value.</param>
    /// <param name="key">Exactly <see cref="Width"/> bytes.</param>
    public static void WriteFixed<T>(DataType type, T value, Span<byte> key)
        where T : unmanaged
    {
        switch (type)
        {
            case DataType.Bool or DataType.UInt8:
                key[0] = (byte)(object)value;
                break;
            case DataType.Int8:
                key[0] = (byte)((sbyte)(object)value ^ sbyte.MinValue);
                break;
            case DataType.Int16:
                BinaryPrimitives.WriteInt16BigEndian(key, (short)((short)(object)value ^ short.MinValue));
                break;
            case DataType.UInt16:
                BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)(object)value);
                break;
            case DataType.Int32 or DataType.DateOnly:
                BinaryPrimitives.WriteInt32BigEndian(key, (int)(object)value ^ int.MinValue);
                break;
            case DataType.UInt32:
                BinaryPrimitives.WriteUInt32BigEndian(key, (uint)(object)value);
                break;
            case DataType.Int64 or DataType.TimeOnly:
                BinaryPrimitives.WriteInt64BigEndian(key, (long)(object)value ^ long.MinValue);
                break;
            case DataType.UInt64:
                BinaryPrimitives.WriteUInt64BigEndian(key, (ulong)(object)value);
                break;
            case DataType.Float32:
                BinaryPrimitives.WriteUInt32BigEndian(key, Ordered((float)(object)value));
                break;
            case DataType.Float64:
                BinaryPrimitives.WriteUInt64BigEndian(key, Ordered((double)(object)value));
                break;
            case DataType.Decimal:
                DecimalKey.Write(((DecimalBits)(object)value).ToDecimal(), key);
                break;
            case DataType.DateTime:
                BinaryPrimitives.WriteInt64BigEndian(key, PhysicalTypes.DateTimeTicks((ulong)(object)value) ^ long.MinValue);
                break;
            case DataType.DateTimeOffset:
                BinaryPrimitives.WriteInt64BigEndian(key, ((OffsetDateTime)(object)value).UtcTicks ^ long.MinValue);
                break;
            case DataType.Guid:
                BinaryPrimitives.WriteUInt64BigEndian(key, ((GuidBytes)(object)value).High);
                BinaryPrimitives.WriteUInt64BigEndian(key[8..], ((GuidBytes)(object)value).Low);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of fixed width");
        }
    }

    /// <summary>Bits that order as the numbers do: of a negative number all flipped, else the sign only.</summary>
    private static uint Ordered(float value)
    {
        if (float.IsNaN(value))
            return 0xFFC00000;
        uint bits = BitConverter.SingleToUInt32Bits(value == 0 ? 0 : value);
        return (int)bits < 0 ? ~bits : bits | 0x80000000;
    }

    private static ulong Ordered(double value)
    {
        if (double.IsNaN(value))
            return 0xFFF80000_00000000;
        ulong bits = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
        return (long)bits < 0 ? ~bits : bits | 0x80000000_00000000;
    }

    private readonly struct ValueEncoder(DataType type, object value) : IPhysicalVisitor<byte[]>
    {
        public byte[] Visit<T>()
            where T : unmanaged
        {
            byte[] key = new byte[Width(type)];
            WriteFixed(type, PhysicalTypes.FromObject<T>(type, value), key);
            return key;
        }
    }

    private readonly struct RowEncoder(ByteWriter key, Column column, int row) : IPhysicalVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged
        {
            WriteFixed(column.Type, ((FixedColumn<T>)column)[row], key.Reserve(Width(column.Type)));
            return true;
        }
    }
}
