using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>The codec of vectors of bits.</summary>
internal sealed class BinaryCodec() : VectorCodec(VectorType.Binary)
{
    [return: NotNullIfNotNull(nameof(value))]
    public override object? ToDocument(object? value) => value is null ? null : Bits(value);

    [return: NotNullIfNotNull(nameof(value))]
    public override object? FromDocument(object? value, Type wanted, int dimensions)
    {
        if (value is null)
            return null;

        if (value is not ReadOnlyMemory<byte> bytes)
            throw new InvalidOperationException($"The stored vector is a '{value.GetType()}', which cannot be read as '{wanted}'.");

        // The last byte may have bits that are none of the vector's.
        var bits = new BitArray(bytes.ToArray()) { Length = dimensions };
        return wanted == typeof(BinaryEmbedding) ? new BinaryEmbedding(bits) : bits;
    }

    public override VectorSearchInput ToInput(object value) => new(Bits(value));

    protected override bool Handles(Type type) => type == typeof(BinaryEmbedding) || type == typeof(BitArray);

    private static BitArray Bits(object value) => value switch
    {
        BitArray bits => bits,
        BinaryEmbedding embedding => embedding.Vector,
        _ => throw new InvalidOperationException($"A value of type '{value.GetType()}' is not a vector of bits."),
    };
}
