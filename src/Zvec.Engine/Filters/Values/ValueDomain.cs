using System.Collections.Concurrent;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Filters.Values;

/// <summary>The values of a type, as filters compare them: turns a value that a filter names into a <see cref="ValueTest"/>.</summary>
internal abstract class ValueDomain(DataType type)
{
    private static readonly ConcurrentDictionary<DataType, ValueDomain> Known = new();

    /// <summary>The type of the field, or of its elements.</summary>
    public DataType Type => type;

    /// <summary>What a filter may compare the type with, for messages.</summary>
    public abstract string Accepts { get; }

    /// <summary>The values of a type of scalars.</summary>
    public static ValueDomain Of(DataType type) => Known.GetOrAdd(type, Create);

    /// <summary>The test for a comparison; null when the value is of a type that cannot be compared with this one.</summary>
    public abstract ValueTest? Compare(Comparison comparison, object value);

    /// <summary>The test for being one of some values; null, and which of them, when one cannot be compared with this type.</summary>
    public abstract ValueTest? OneOf(IEnumerable<object> values, out object? wrong);

    private static ValueDomain Create(DataType type) => type switch
    {
        DataType.Bool => new FixedDomain<byte, byte, SameForm<byte>>(type, "true or false", FixedValues.Bool, ordered => ordered != 0),
        DataType.Int8 => FixedValues.Integer<sbyte>(type),
        DataType.UInt8 => FixedValues.Integer<byte>(type),
        DataType.Int16 => FixedValues.Integer<short>(type),
        DataType.UInt16 => FixedValues.Integer<ushort>(type),
        DataType.Int32 => FixedValues.Integer<int>(type),
        DataType.UInt32 => FixedValues.Integer<uint>(type),
        DataType.Int64 => FixedValues.Integer<long>(type),
        DataType.UInt64 => FixedValues.Integer<ulong>(type),
        DataType.Float32 => FixedValues.Float<float>(type),
        DataType.Float64 => FixedValues.Float<double>(type),
        DataType.Decimal => new FixedDomain<DecimalBits, decimal, DecimalForm>(
            type, "a number, or text that holds one", FixedValues.Decimal, ordered => ordered),
        DataType.DateTime => new FixedDomain<ulong, long, DateTimeForm>(
            type, "a DateTime, or text such as '2024-05-31T12:30:00'", FixedValues.DateTime, ordered => new DateTime(ordered)),
        DataType.DateTimeOffset => new FixedDomain<OffsetDateTime, long, DateTimeOffsetForm>(
            type, "a DateTimeOffset, a DateTime in UTC, or text such as '2024-05-31T12:30:00+02:00'", FixedValues.DateTimeOffset,
            ordered => new DateTimeOffset(ordered, TimeSpan.Zero)),
        DataType.DateOnly => new FixedDomain<int, int, SameForm<int>>(
            type, "a DateOnly, or text such as '2024-05-31'", FixedValues.DateOnly, ordered => DateOnly.FromDayNumber(ordered)),
        DataType.TimeOnly => new FixedDomain<long, long, SameForm<long>>(
            type, "a TimeOnly, or text such as '12:30:00'", FixedValues.TimeOnly, ordered => new TimeOnly(ordered)),
        DataType.Guid => new FixedDomain<GuidBytes, UInt128, GuidForm>(
            type, "a Guid, or text that holds one", FixedValues.Guid, FixedValues.ToGuid),
        DataType.String => new BytesDomain(type, "text"),
        DataType.Binary => new BytesDomain(type, "a byte array"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a scalar type"),
    };
}
