using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>Several values of an enumeration, in an array or a <see cref="List{T}"/>: kept as an array of the integers
/// underneath.</summary>
internal sealed class EnumArrayCodec(Type propertyType, Type enumType, EnumNumbers numbers, bool mayHoldNull) : FieldCodec(numbers.DataType)
{
    public override bool IsArray => true;

    public override Type ElementType => numbers.Type;

    [return: NotNullIfNotNull(nameof(value))]
    public override object? ToDocument(object? value)
    {
        if (value is null)
            return null;

        var boxed = new List<object?>();
        foreach (object? element in (IEnumerable)value)
            boxed.Add(EnumCodec.ToNumber(element, numbers.Type));
        return mayHoldNull ? numbers.ToNullableArray(boxed) : numbers.ToArray(boxed);
    }

    [return: NotNullIfNotNull(nameof(value))]
    public override object? FromDocument(object? value)
    {
        if (value is null)
            return null;

        var stored = (IList)value;
        if (propertyType.IsArray)
        {
            var array = Array.CreateInstanceFromArrayType(propertyType, stored.Count);
            for (int i = 0; i < stored.Count; i++)
                array.SetValue(ToMember(stored[i]), i);
            return array;
        }

        IList list = CreateList(propertyType);
        foreach (object? number in stored)
            list.Add(ToMember(number));
        return list;
    }

    private object? ToMember(object? number) =>
        number is not null ? Enum.ToObject(enumType, number) : mayHoldNull ? null : Enum.ToObject(enumType, 0);

    [UnconditionalSuppressMessage(
        "Trimming", "IL2067", Justification = "Only a List<T> reaches this, and only where code is generated: its constructor is there.")]
    private static IList CreateList(Type listType) => (IList)Activator.CreateInstance(listType)!;
}

/// <summary>Makes typed arrays of the integers under an enumeration.</summary>
internal sealed record EnumNumbers(
    Type Type, DataType DataType, Func<List<object?>, Array> ToArray, Func<List<object?>, Array> ToNullableArray)
{
    public static EnumNumbers Of<T>(DataType dataType)
        where T : struct
        => new(
            typeof(T),
            dataType,
            static values => values.Select(value => (T)value!).ToArray(),
            static values => values.Select(value => (T?)value).ToArray());
}
