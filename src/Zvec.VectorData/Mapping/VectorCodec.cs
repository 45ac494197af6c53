using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>How the vectors of a CLR type are kept in a document, and read back; one for each supported type.</summary>
internal abstract class VectorCodec
{
    public const string SupportedTypes =
        "ReadOnlyMemory<float>, Embedding<float>, float[], ReadOnlyMemory<Half>, Embedding<Half>, Half[], ReadOnlyMemory<sbyte>, "
        + "Embedding<sbyte>, sbyte[], BinaryEmbedding, BitArray, SparseVector";

    private static readonly VectorCodec[] All =
    [
        new VectorCodec<float>(VectorType.Float32),
        new VectorCodec<Half>(VectorType.Float16),
        new VectorCodec<sbyte>(VectorType.Int8),
        new BinaryCodec(),
        new SparseCodec(),
    ];

    private protected VectorCodec(VectorType vectorType) => VectorType = vectorType;

    /// <summary>The type of the engine's field.</summary>
    public VectorType VectorType { get; }

    private bool HoldsNumbers => VectorType is not (VectorType.Binary or VectorType.Sparse);

    /// <summary>Finds the codec for a CLR type; false when no such vectors are supported.</summary>
    public static bool TryGet(Type type, [NotNullWhen(true)] out VectorCodec? codec)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        foreach (VectorCodec candidate in All)
        {
            if (candidate.Handles(bare))
            {
                codec = candidate;
                return true;
            }
        }

        codec = null;
        return false;
    }

    /// <summary>Finds the codec for a value: also for one of a class derived from <see cref="Embedding{T}"/>.</summary>
    public static bool TryGetFor(object value, [NotNullWhen(true)] out VectorCodec? codec) => TryGet(
        value switch
        {
            Embedding<float> => typeof(Embedding<float>),
            Embedding<Half> => typeof(Embedding<Half>),
            Embedding<sbyte> => typeof(Embedding<sbyte>),
            BinaryEmbedding => typeof(BinaryEmbedding),
            _ => value.GetType(),
        },
        out codec);

    /// <summary>Whether a vector of this codec can be compared with those of a property: bits with bits, sparse vectors with such, other
    /// numbers with each other.</summary>
    public bool CanSearch(VectorPropertyModel property) =>
        !TryGet(property.EmbeddingType, out VectorCodec? other) || other == this || (HoldsNumbers && other.HoldsNumbers);

    /// <summary>The memory of a vector given as any of the codec's types; null for null.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public abstract object? ToDocument(object? value);

    /// <summary>The memory of a vector as an object of the wanted type; null for null.</summary>
    /// <param name="value">The memory.</param>
    /// <param name="wanted">The type.</param>
    /// <param name="dimensions">The number of the vector's elements.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public abstract object? FromDocument(object? value, Type wanted, int dimensions);

    /// <summary>A query for the nearest vectors to one given as any of the codec's types.</summary>
    public abstract VectorSearchInput ToInput(object value);

    protected abstract bool Handles(Type type);
}

/// <summary>The codec of vectors with elements of one type.</summary>
internal sealed class VectorCodec<T>(VectorType vectorType) : VectorCodec(vectorType)
    where T : struct
{
    [return: NotNullIfNotNull(nameof(value))]
    public override object? ToDocument(object? value) => value is null ? null : Memory(value);

    [return: NotNullIfNotNull(nameof(value))]
    public override object? FromDocument(object? value, Type wanted, int dimensions)
    {
        if (value is null)
            return null;

        if (value is not ReadOnlyMemory<T> memory)
            throw new InvalidOperationException($"The stored vector is a '{value.GetType()}', which cannot be read as '{wanted}'.");

        return wanted == typeof(T[]) ? memory.ToArray()
            : wanted == typeof(Embedding<T>) ? new Embedding<T>(memory)
            : (object)memory;
    }

    public override VectorSearchInput ToInput(object value) => Memory(value) switch
    {
        ReadOnlyMemory<float> floats => new VectorSearchInput(floats),
        ReadOnlyMemory<Half> halves => new VectorSearchInput(halves),
        object bytes => new VectorSearchInput((ReadOnlyMemory<sbyte>)bytes),
    };

    protected override bool Handles(Type type) =>
        type == typeof(ReadOnlyMemory<T>) || type == typeof(T[]) || type == typeof(Embedding<T>);

    private static object Memory(object value) => value switch
    {
        ReadOnlyMemory<T> => value,
        T[] array => new ReadOnlyMemory<T>(array),
        Embedding<T> embedding => embedding.Vector,
        _ => throw new InvalidOperationException($"A value of type '{value.GetType()}' is not a vector of '{typeof(T)}'."),
    };
}
