using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>Several values of one type, in an array or list: kept as an array of it.</summary>
/// <typeparam name="T">The type of the elements of the property; a nullable one where elements can be null.</typeparam>
/// <remarks>Instantiated for every supported type in <see cref="FieldCodecs"/>, so that native compilation has the code.</remarks>
internal sealed class ListCodec<T>(DataType dataType, Type elementType, bool asArray) : FieldCodec(dataType)
{
    public override bool IsArray => true;

    public override Type ElementType => elementType;

    // A copy in any case: the document may outlive the call, and the caller may change the list.
    [return: NotNullIfNotNull(nameof(value))]
    public override object? ToDocument(object? value) => value switch
    {
        null => null,
        IEnumerable<T> values => values.ToArray(),
        _ => throw new InvalidOperationException($"A value of type '{value.GetType()}' is not a list of '{typeof(T)}'."),
    };

    [return: NotNullIfNotNull(nameof(value))]
    public override object? FromDocument(object? value)
    {
        T[] values;
        switch (value)
        {
            case null:
                return null;
            case T[] same:
                values = same;
                break;
            case IList other:
                values = new T[other.Count];
                for (int i = 0; i < values.Length; i++)
                    values[i] = other[i] is { } element ? (T)element : default!;
                break;
            default:
                throw new InvalidOperationException($"A value of type '{value.GetType()}' cannot be read as a list of '{typeof(T)}'.");
        }

        return asArray ? values : new List<T>(values);
    }
}
