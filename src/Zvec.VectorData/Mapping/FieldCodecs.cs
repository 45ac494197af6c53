using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>The CLR types that data properties can have, and the codec of each.</summary>
internal static class FieldCodecs
{
    public const string SupportedTypes =
        "bool, sbyte, byte, short, ushort, int, uint, long, ulong, float, double, decimal, string, byte[], DateTime, DateTimeOffset, "
        + "DateOnly, TimeOnly, Guid, enums, the nullable forms of these, and arrays and List<T> of them";

    private const int ArrayOffset = DataType.BoolArray - DataType.Bool;

    private static readonly FrozenDictionary<Type, DataType> Scalars = new Dictionary<Type, DataType>
    {
        [typeof(bool)] = DataType.Bool,
        [typeof(sbyte)] = DataType.Int8,
        [typeof(byte)] = DataType.UInt8,
        [typeof(short)] = DataType.Int16,
        [typeof(ushort)] = DataType.UInt16,
        [typeof(int)] = DataType.Int32,
        [typeof(uint)] = DataType.UInt32,
        [typeof(long)] = DataType.Int64,
        [typeof(ulong)] = DataType.UInt64,
        [typeof(float)] = DataType.Float32,
        [typeof(double)] = DataType.Float64,
        [typeof(decimal)] = DataType.Decimal,
        [typeof(string)] = DataType.String,
        [typeof(byte[])] = DataType.Binary,
        [typeof(DateTime)] = DataType.DateTime,
        [typeof(DateTimeOffset)] = DataType.DateTimeOffset,
        [typeof(DateOnly)] = DataType.DateOnly,
        [typeof(TimeOnly)] = DataType.TimeOnly,
        [typeof(Guid)] = DataType.Guid,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, FieldCodec> Codecs = CreateCodecs();

    /// <summary>For each type that an enumeration can be kept as, how an array of its members is kept.</summary>
    private static readonly FrozenDictionary<Type, EnumNumbers> Numbers = new Dictionary<Type, EnumNumbers>
    {
        [typeof(sbyte)] = EnumNumbers.Of<sbyte>(DataType.Int8Array),
        [typeof(byte)] = EnumNumbers.Of<byte>(DataType.UInt8Array),
        [typeof(short)] = EnumNumbers.Of<short>(DataType.Int16Array),
        [typeof(ushort)] = EnumNumbers.Of<ushort>(DataType.UInt16Array),
        [typeof(int)] = EnumNumbers.Of<int>(DataType.Int32Array),
        [typeof(uint)] = EnumNumbers.Of<uint>(DataType.UInt32Array),
        [typeof(long)] = EnumNumbers.Of<long>(DataType.Int64Array),
        [typeof(ulong)] = EnumNumbers.Of<ulong>(DataType.UInt64Array),
    }.ToFrozenDictionary();

    /// <summary>Finds the codec of a property's CLR type; false when the type is not supported.</summary>
    public static bool TryGet(Type type, [NotNullWhen(true)] out FieldCodec? codec)
    {
        if (Codecs.TryGetValue(type, out codec))
            return true;

        if (EnumOf(type) is { } enumType)
        {
            Type underlying = Enum.GetUnderlyingType(enumType);
            codec = new EnumCodec(Scalars[underlying], enumType, underlying);
            return true;
        }

        // A list of an enumeration that is only known at run time is made by reflection: not for the interfaces of lists, which do not say
        // of what class, and not in a native program, which has no code for it.
        Type? element = type.IsSZArray ? type.GetElementType()
            : RuntimeFeature.IsDynamicCodeSupported && type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(List<>)
                ? type.GenericTypeArguments[0]
            : null;
        if (element is not null && EnumOf(element) is { } elementEnum)
        {
            Type underlying = Enum.GetUnderlyingType(elementEnum);
            codec = new EnumArrayCodec(type, elementEnum, Numbers[underlying], mayHoldNull: element != elementEnum);
        }

        return codec is not null;
    }

    private static Type? EnumOf(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsEnum ? bare : null;
    }

    private static FrozenDictionary<Type, FieldCodec> CreateCodecs()
    {
        var codecs = new Dictionary<Type, FieldCodec>();
        AddValue<bool>(codecs);
        AddValue<sbyte>(codecs);
        AddValue<byte>(codecs);
        AddValue<short>(codecs);
        AddValue<ushort>(codecs);
        AddValue<int>(codecs);
        AddValue<uint>(codecs);
        AddValue<long>(codecs);
        AddValue<ulong>(codecs);
        AddValue<float>(codecs);
        AddValue<double>(codecs);
        AddValue<decimal>(codecs);
        AddValue<DateTime>(codecs);
        AddValue<DateTimeOffset>(codecs);
        AddValue<DateOnly>(codecs);
        AddValue<TimeOnly>(codecs);
        AddValue<Guid>(codecs);
        AddScalar<string>(codecs);
        AddLists<string>(codecs);
        AddScalar<byte[]>(codecs);
        AddLists<byte[]>(codecs);
        return codecs.ToFrozenDictionary();
    }

    private static void AddValue<T>(Dictionary<Type, FieldCodec> codecs)
        where T : struct
    {
        AddScalar<T>(codecs);
        codecs[typeof(T?)] = codecs[typeof(T)];
        AddLists<T>(codecs);
        AddLists<T?>(codecs);
    }

    private static void AddScalar<T>(Dictionary<Type, FieldCodec> codecs) =>
        codecs[typeof(T)] = new ScalarCodec(Scalars[typeof(T)], typeof(T));

    private static void AddLists<T>(Dictionary<Type, FieldCodec> codecs)
    {
        Type element = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        DataType dataType = Scalars[element] + ArrayOffset;
        var list = new ListCodec<T>(dataType, element, asArray: false);
        if (typeof(T) != typeof(byte))
            codecs[typeof(T[])] = new ListCodec<T>(dataType, element, asArray: true);
        codecs[typeof(List<T>)] = list;
        codecs[typeof(IList<T>)] = list;
        codecs[typeof(IReadOnlyList<T>)] = list;
        codecs[typeof(ICollection<T>)] = list;
        codecs[typeof(IReadOnlyCollection<T>)] = list;
        codecs[typeof(IEnumerable<T>)] = list;
    }
}
