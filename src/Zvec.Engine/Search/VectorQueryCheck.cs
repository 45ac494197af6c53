using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Checks a <see cref="VectorQuery"/> against a schema.</summary>
internal static class VectorQueryCheck
{
    private const int LargestProbe = 1 << 16;

    private const int LargestRefineFactor = 1000;

    /// <summary>The field that the query searches.</summary>
    /// <exception cref="ZvecException">As <see cref="Collection.Search(VectorQuery, CancellationToken)"/> says.</exception>
    public static VectorSchema FieldOf(VectorQuery query, CollectionSchema schema)
    {
        QueryLimits.CheckRange(schema, nameof(query.Ef), query.Ef, QueryLimits.LargestTop);
        QueryLimits.CheckRange(schema, nameof(query.NProbe), query.NProbe, LargestProbe);
        QueryLimits.CheckRange(schema, nameof(query.RefineFactor), query.RefineFactor, LargestRefineFactor);
        VectorSchema field = schema.FindVector(query.Field) ?? throw new ZvecException(
            ZvecErrorCode.NotFound,
            $"Collection '{schema.Name}' has no vector field '{query.Field}'; its fields are {schema.DescribeFields()}.");
        if (query.Radius is { } radius && !float.IsFinite(radius))
            throw QueryLimits.Invalid(schema, $"Radius {radius} was asked, which must be a finite number");
        if (query.Key is null && query.Type == VectorType.Sparse != (field.Type == VectorType.Sparse))
        {
            throw QueryLimits.Invalid(
                schema, $"Vector field '{field.Name}' has vectors of type {field.Type}, and the query's is {query.Type}");
        }

        if (query.Key is null && field.Type != VectorType.Sparse && !HasDimensionsOf(query, field))
        {
            throw new ZvecException(
                ZvecErrorCode.DimensionMismatch,
                $"Vector field '{field.Name}' of collection '{schema.Name}' has {field.Dimensions} dimensions, "
                    + $"and the query's vector has {query.Dimensions}.");
        }

        return field;
    }

    /// <summary>The elements of the query's vector, as bytes in the field's type.</summary>
    public static ReadOnlySpan<byte> Elements(VectorQuery query, VectorSchema field, Snapshot snapshot, SearchScratch scratch)
    {
        CollectionSchema schema = snapshot.Schema;
        if (query.Key is { } key)
            return StoredVector.Of(snapshot, field, key).Elements;
        ReadOnlySpan<byte> elements = query.Vector switch
        {
            ReadOnlyMemory<float> floats => MemoryMarshal.AsBytes(floats.Span),
            ReadOnlyMemory<Half> halves => MemoryMarshal.AsBytes(halves.Span),
            ReadOnlyMemory<sbyte> integers => MemoryMarshal.AsBytes(integers.Span),
            ReadOnlyMemory<byte> bits => bits.Span,
            _ => throw new InvalidOperationException($"A query holds a {query.Vector?.GetType()}."),
        };
        if (VectorElements.IndexOfNotFinite(query.Type, elements) >= 0)
            throw QueryLimits.Invalid(schema, $"The query's vector for field '{field.Name}' has an element that is NaN or infinite");
        if (query.Type == field.Type)
        {
            return VectorElements.HasStrayBits(field.Type, field.Dimensions, elements)
                ? throw QueryLimits.Invalid(
                    schema, $"The query's vector for field '{field.Name}' has bits set beyond the field's {field.Dimensions}; clear them")
                : elements;
        }

        Span<byte> converted = scratch.Elements(field.Dimensions * sizeof(float));
        if (query.Type == VectorType.Float32 && VectorElements.TryConvert(MemoryMarshal.Cast<byte, float>(elements), field.Type, converted))
            return converted[..VectorRowLayout.For(field).DataBytes];
        throw QueryLimits.Invalid(schema, $"The query's vector of type {query.Type} cannot be converted to the type {field.Type} "
            + $"of field '{field.Name}'");
    }

    private static bool HasDimensionsOf(VectorQuery query, VectorSchema field) =>
        query.Dimensions == field.Dimensions
        || (query.IsInBytes && field.Type == VectorType.Binary && query.Dimensions == field.Type.DataBytes(field.Dimensions) * 8);
}
