using System.Diagnostics.CodeAnalysis;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>How values of a data property's CLR type are kept in a document, and read back.</summary>
internal abstract class FieldCodec
{
    private protected FieldCodec(DataType dataType) => DataType = dataType;

    /// <summary>The type of the engine's field.</summary>
    public DataType DataType { get; }

    /// <summary>Whether the property holds several values of the element type.</summary>
    public virtual bool IsArray => false;

    /// <summary>The CLR type of one value, as the engine keeps it.</summary>
    public abstract Type ElementType { get; }

    /// <summary>What the document holds for a value of the property.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public abstract object? ToDocument(object? value);

    /// <summary>The value of the property for what the document holds.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public abstract object? FromDocument(object? value);
}
