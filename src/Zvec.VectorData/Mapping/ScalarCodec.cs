using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>Single values: kept as they are.</summary>
internal sealed class ScalarCodec(DataType dataType, Type elementType) : FieldCodec(dataType)
{
    public override Type ElementType => elementType;

    [return: NotNullIfNotNull(nameof(value))]
    public override object? ToDocument(object? value) => value;

    [return: NotNullIfNotNull(nameof(value))]
    public override object? FromDocument(object? value) => value;
}

/// <summary>Single values of an enumeration: kept as the integer underneath, so that renaming a member changes nothing.</summary>
internal sealed class EnumCodec(DataType dataType, Type enumType, Type underlyingType) : FieldCodec(dataType)
{
    public override Type ElementType => underlyingType;

    [return: NotNullIfNotNull(nameof(value))]
    public override object? ToDocument(object? value) => ToNumber(value, underlyingType);

    [return: NotNullIfNotNull(nameof(value))]
    public override object? FromDocument(object? value) => value is null ? null : Enum.ToObject(enumType, value);

    [return: NotNullIfNotNull(nameof(value))]
    internal static object? ToNumber(object? value, Type underlyingType) =>
        value is Enum member ? ((IConvertible)member).ToType(underlyingType, CultureInfo.InvariantCulture) : value;
}
