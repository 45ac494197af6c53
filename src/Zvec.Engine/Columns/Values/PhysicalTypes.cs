using Zvec.Engine.Schema;

namespace Zvec.Engine.Columns;

/// <summary>The form in which a value of each type lies in a <see cref="FixedColumn{T}"/>, and the way there and back.</summary>
/// <remarks>
/// <code>
/// Bool              byte: 0 or 1
/// Int8 .. UInt64    sbyte, byte, short, ushort, int, uint, long, ulong
/// Float32, Float64  float, double (every bit is kept: NaN payloads, the sign of zero)
/// Decimal           DecimalBits
/// DateTime          ulong: ticks in the lower 62 bits, the kind in the upper two; compare DateTimeTicks of it
/// DateTimeOffset    OffsetDateTime; compare its UtcTicks
/// DateOnly          int: the day number
/// TimeOnly          long: ticks
/// Guid              GuidBytes
/// </code>
/// </remarks>
internal static class PhysicalTypes
{
    private const int KindShift = 62;

    public static ColumnKind KindOf(DataType type) =>
        type.IsArray() ? ColumnKind.Array : type.IsFixedWidth() ? ColumnKind.Fixed : ColumnKind.Bytes;

    /// <summary>The type of the column that holds keys.</summary>
    public static DataType OfKey(KeyType key) => key switch
    {
        KeyType.String => DataType.String,
        KeyType.Int32 => DataType.Int32,
        KeyType.Int64 => DataType.Int64,
        KeyType.UInt64 => DataType.UInt64,
        KeyType.Guid => DataType.Guid,
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "not a key type"),
    };

    /// <summary>Calls generic code with the physical type of a fixed-width type: the one place that says which it is.</summary>
    public static TResult Dispatch<TVisitor, TResult>(DataType type, TVisitor visitor)
        where TVisitor : struct, IPhysicalVisitor<TResult>
        => type switch
        {
            DataType.Bool or DataType.UInt8 => visitor.Visit<byte>(),
            DataType.Int8 => visitor.Visit<sbyte>(),
            DataType.Int16 => visitor.Visit<short>(),
            DataType.UInt16 => visitor.Visit<ushort>(),
            DataType.Int32 or DataType.DateOnly => visitor.Visit<int>(),
            DataType.UInt32 => visitor.Visit<uint>(),
            DataType.Int64 or DataType.TimeOnly => visitor.Visit<long>(),
            DataType.UInt64 or DataType.DateTime => visitor.Visit<ulong>(),
            DataType.Float32 => visitor.Visit<float>(),
            DataType.Float64 => visitor.Visit<double>(),
            DataType.Decimal => visitor.Visit<DecimalBits>(),
            DataType.DateTimeOffset => visitor.Visit<OffsetDateTime>(),
            DataType.Guid => visitor.Visit<GuidBytes>(),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of fixed width"),
        };

    /// <summary>The ticks of a DateTime as a column holds it, by which values compare.</summary>
    public static long DateTimeTicks(ulong value) => (long)(value & ((1UL << KindShift) - 1));

    public static ulong FromDateTime(DateTime value) => (ulong)value.Ticks | (ulong)value.Kind << KindShift;

    public static DateTime ToDateTime(ulong value) => new(DateTimeTicks(value), (DateTimeKind)(value >> KindShift));

    /// <summary>Turns a value of the CLR type into the form that the column holds.</summary>
    public static T FromObject<T>(DataType type, object value)
        where T : unmanaged
        => type switch
        {
            DataType.Bool => (T)(object)(byte)((bool)value ? 1 : 0),
            DataType.Decimal => (T)(object)new DecimalBits((decimal)value),
            DataType.DateTime => (T)(object)FromDateTime((DateTime)value),
            DataType.DateTimeOffset => (T)(object)new OffsetDateTime((DateTimeOffset)value),
            DataType.DateOnly => (T)(object)((DateOnly)value).DayNumber,
            DataType.TimeOnly => (T)(object)((TimeOnly)value).Ticks,
            DataType.Guid => (T)(object)new GuidBytes((Guid)value),
            _ => (T)value,
        };

    /// <summary>Turns the form that a column holds into a value of the CLR type.</summary>
    public static object ToObject<T>(DataType type, T value)
        where T : unmanaged
        => type switch
        {
            DataType.Bool => (byte)(object)value != 0,
            DataType.Decimal => ((DecimalBits)(object)value).ToDecimal(),
            DataType.DateTime => ToDateTime((ulong)(object)value),
            DataType.DateTimeOffset => ((OffsetDateTime)(object)value).ToDateTimeOffset(),
            DataType.DateOnly => DateOnly.FromDayNumber((int)(object)value),
            DataType.TimeOnly => new TimeOnly((long)(object)value),
            DataType.Guid => ((GuidBytes)(object)value).ToGuid(),
            _ => value,
        };

    /// <summary>Whether all bits of the type are values of it, so that stored ones need no check.</summary>
    public static bool AllBitsAreValues(DataType type) =>
        type is not (DataType.Decimal or DataType.DateTime or DataType.DateTimeOffset or DataType.DateOnly or DataType.TimeOnly);

    /// <summary>Whether <see cref="ToObject"/> can take what was read from a file.</summary>
    public static bool IsValid<T>(DataType type, T value)
        where T : unmanaged
        => type switch
        {
            DataType.Decimal => ((DecimalBits)(object)value).IsValid,
            DataType.DateTime => IsDateTime((ulong)(object)value),
            DataType.DateTimeOffset => ((OffsetDateTime)(object)value).IsValid,
            DataType.DateOnly => (uint)(int)(object)value <= (uint)DateOnly.MaxValue.DayNumber,
            DataType.TimeOnly => (ulong)(long)(object)value <= (ulong)TimeOnly.MaxValue.Ticks,
            _ => true,
        };

    private static bool IsDateTime(ulong value) =>
        DateTimeTicks(value) <= DateTime.MaxValue.Ticks && value >> KindShift <= (ulong)DateTimeKind.Local;
}
