using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Search;

/// <summary>Checks a <see cref="VectorQuery"/> against a schema.</summary>
internal static class VectorQueryCheck
{
    /// <summary>The most hits a query may ask for, and the most candidates.</summary>
    public const int LargestTop = 100_000;

    private const int LargestProbe = 1 << 16;

    private const int LargestRefineFactor = 1000;

    /// <summary>The field that the query searches.</summary>
    /// <exception cref="ZvecException">As <see cref="Collection.Search"/> says.</exception>
    public static VectorSchema FieldOf(VectorQuery query, CollectionSchema schema)
    {
        if (query.Top < 1 || query.Skip < 0 || (long)query.Skip + query.Top > LargestTop)
        {
            throw Invalid(
                schema,
                $"Top {query.Top} with Skip {query.Skip} was asked: Top is at least 1, Skip at least 0, "
                    + $"and together they are at most {LargestTop}");
        }

        CheckRange(schema, nameof(query.Ef), query.Ef, LargestTop);
        CheckRange(schema, nameof(query.NProbe), query.NProbe, LargestProbe);
        CheckRange(schema, nameof(query.RefineFactor), query.RefineFactor, LargestRefineFactor);
        VectorSchema field = schema.FindVector(query.Field) ?? throw new ZvecException(
            ZvecErrorCode.NotFound,
            $"Collection '{schema.Name}' has no vector field '{query.Field}'; its fields are {schema.DescribeFields()}.");
        if (query.Dimensions != field.Dimensions)
        {
            throw new ZvecException(
                ZvecErrorCode.DimensionMismatch,
                $"Vector field '{field.Name}' of collection '{schema.Name}' has {field.Dimensions} dimensions, "
                    + $"and the query's vector has {query.Dimensions}.");
        }

        return field;
    }

    /// <summary>The elements of the query's vector, as bytes in the field's type.</summary>
    public static ReadOnlySpan<byte> Elements(VectorQuery query, VectorSchema field, CollectionSchema schema, SearchScratch scratch)
    {
        ReadOnlySpan<byte> elements = query.Vector switch
        {
            ReadOnlyMemory<float> floats => MemoryMarshal.AsBytes(floats.Span),
            ReadOnlyMemory<Half> halves => MemoryMarshal.AsBytes(halves.Span),
            ReadOnlyMemory<sbyte> integers => MemoryMarshal.AsBytes(integers.Span),
            _ => throw new InvalidOperationException($"A query holds a {query.Vector.GetType()}."),
        };
        if (VectorElements.IndexOfNotFinite(query.Type, elements) >= 0)
            throw Invalid(schema, $"The query's vector for field '{field.Name}' has an element that is NaN or infinite");
        if (query.Type == field.Type)
            return elements;
        Span<byte> converted = scratch.Elements(field.Dimensions * sizeof(float));
        if (query.Type == VectorType.Float32 && VectorElements.TryConvert(MemoryMarshal.Cast<byte, float>(elements), field.Type, converted))
            return converted[..VectorRowLayout.For(field).DataBytes];
        throw Invalid(schema, $"The query's vector of type {query.Type} cannot be converted to the type {field.Type} "
            + $"of field '{field.Name}'");
    }

    private static void CheckRange(CollectionSchema schema, string name, int? value, int largest)
    {
        if (value is { } asked && (asked < 1 || asked > largest))
            throw Invalid(schema, $"{name} {asked} was asked, which must be from 1 to {largest}");
    }

    private static ZvecException Invalid(CollectionSchema schema, string what) =>
        new(ZvecErrorCode.InvalidArgument, $"Collection '{schema.Name}' cannot answer the query. {what}.");
}
