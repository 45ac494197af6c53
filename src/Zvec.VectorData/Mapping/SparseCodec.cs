using System.Diagnostics.CodeAnalysis;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>The codec of sparse vectors, which records hold as documents do.</summary>
internal sealed class SparseCodec() : VectorCodec(VectorType.Sparse)
{
    [return: NotNullIfNotNull(nameof(value))]
    public override object? ToDocument(object? value) => value;

    [return: NotNullIfNotNull(nameof(value))]
    public override object? FromDocument(object? value, Type wanted, int dimensions) => value is null or SparseVector
        ? value
        : throw new InvalidOperationException($"The stored vector is a '{value.GetType()}', which cannot be read as '{wanted}'.");

    public override VectorSearchInput ToInput(object value) => new((SparseVector)value);

    protected override bool Handles(Type type) => type == typeof(SparseVector);
}
