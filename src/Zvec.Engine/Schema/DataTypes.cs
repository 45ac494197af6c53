namespace Zvec.Engine.Schema;

/// <summary>What follows from a <see cref="DataType"/>: its array form, its element, its CLR type.</summary>
internal static class DataTypes
{
    private const int ArrayOffset = 64;

    public static bool IsArray(this DataType type) => (int)type > ArrayOffset;

    /// <summary>The type of an array's elements.</summary>
    public static DataType Element(this DataType type) => (DataType)((int)type - ArrayOffset);

    /// <summary>The CLR type of a value; for an array type, of one element.</summary>
    public static Type ClrType(this DataType type) => (type.IsArray() ? type.Element() : type) switch
    {
        DataType.Bool => typeof(bool),
        DataType.Int8 => typeof(sbyte),
        DataType.UInt8 => typeof(byte),
        DataType.Int16 => typeof(short),
        DataType.UInt16 => typeof(ushort),
        DataType.Int32 => typeof(int),
        DataType.UInt32 => typeof(uint),
        DataType.Int64 => typeof(long),
        DataType.UInt64 => typeof(ulong),
        DataType.Float32 => typeof(float),
        DataType.Float64 => typeof(double),
        DataType.Decimal => typeof(decimal),
        DataType.String => typeof(string),
        DataType.Binary => typeof(byte[]),
        DataType.DateTime => typeof(DateTime),
        DataType.DateTimeOffset => typeof(DateTimeOffset),
        DataType.DateOnly => typeof(DateOnly),
        DataType.TimeOnly => typeof(TimeOnly),
        DataType.Guid => typeof(Guid),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a data type"),
    };

    /// <summary>Whether a value of the type takes the same number of bytes in every row.</summary>
    public static bool IsFixedWidth(this DataType type) => !type.IsArray() && type is not (DataType.String or DataType.Binary);
}
