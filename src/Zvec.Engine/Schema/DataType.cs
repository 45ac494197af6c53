namespace Zvec.Engine;

/// <summary>The type of a scalar or array field. The numbers are part of the file format.</summary>
/// <remarks>The CLR type of a value is named at each member; arrays take and return CLR arrays of that type
/// (<c>int[]</c>), or of its nullable form where an element is null (<c>int?[]</c>).</remarks>
public enum DataType
{
    /// <summary><see cref="bool"/>.</summary>
    Bool = 1,

    /// <summary><see cref="sbyte"/>.</summary>
    Int8 = 2,

    /// <summary><see cref="byte"/>.</summary>
    UInt8 = 3,

    /// <summary><see cref="short"/>.</summary>
    Int16 = 4,

    /// <summary><see cref="ushort"/>.</summary>
    UInt16 = 5,

    /// <summary><see cref="int"/>.</summary>
    Int32 = 6,

    /// <summary><see cref="uint"/>.</summary>
    UInt32 = 7,

    /// <summary><see cref="long"/>.</summary>
    Int64 = 8,

    /// <summary><see cref="ulong"/>.</summary>
    UInt64 = 9,

    /// <summary><see cref="float"/>.</summary>
    Float32 = 10,

    /// <summary><see cref="double"/>.</summary>
    Float64 = 11,

    /// <summary><see cref="decimal"/>, with its scale.</summary>
    Decimal = 12,

    /// <summary><see cref="string"/>: well-formed Unicode, compared by code point.</summary>
    String = 13,

    /// <summary><see cref="byte"/> array.</summary>
    Binary = 14,

    /// <summary><see cref="System.DateTime"/>, with its kind; compared by ticks, as .NET does.</summary>
    DateTime = 15,

    /// <summary><see cref="System.DateTimeOffset"/>, with its offset; compared by instant.</summary>
    DateTimeOffset = 16,

    /// <summary><see cref="System.DateOnly"/>.</summary>
    DateOnly = 17,

    /// <summary><see cref="System.TimeOnly"/>.</summary>
    TimeOnly = 18,

    /// <summary><see cref="System.Guid"/>.</summary>
    Guid = 19,

    /// <summary>Array of <see cref="Bool"/>.</summary>
    BoolArray = 65,

    /// <summary>Array of <see cref="Int8"/>.</summary>
    Int8Array = 66,

    /// <summary>Array of <see cref="UInt8"/>; a plain run of bytes is better kept as <see cref="Binary"/>.</summary>
    UInt8Array = 67,

    /// <summary>Array of <see cref="Int16"/>.</summary>
    Int16Array = 68,

    /// <summary>Array of <see cref="UInt16"/>.</summary>
    UInt16Array = 69,

    /// <summary>Array of <see cref="Int32"/>.</summary>
    Int32Array = 70,

    /// <summary>Array of <see cref="UInt32"/>.</summary>
    UInt32Array = 71,

    /// <summary>Array of <see cref="Int64"/>.</summary>
    Int64Array = 72,

    /// <summary>Array of <see cref="UInt64"/>.</summary>
    UInt64Array = 73,

    /// <summary>Array of <see cref="Float32"/>.</summary>
    Float32Array = 74,

    /// <summary>Array of <see cref="Float64"/>.</summary>
    Float64Array = 75,

    /// <summary>Array of <see cref="Decimal"/>.</summary>
    DecimalArray = 76,

    /// <summary>Array of <see cref="String"/>.</summary>
    StringArray = 77,

    /// <summary>Array of <see cref="Binary"/>.</summary>
    BinaryArray = 78,

    /// <summary>Array of <see cref="DateTime"/>.</summary>
    DateTimeArray = 79,

    /// <summary>Array of <see cref="DateTimeOffset"/>.</summary>
    DateTimeOffsetArray = 80,

    /// <summary>Array of <see cref="DateOnly"/>.</summary>
    DateOnlyArray = 81,

    /// <summary>Array of <see cref="TimeOnly"/>.</summary>
    TimeOnlyArray = 82,

    /// <summary>Array of <see cref="Guid"/>.</summary>
    GuidArray = 83,
}
