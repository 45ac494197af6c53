using Zvec.Engine.Schema;

namespace Zvec.Engine;

/// <summary>A vector field of a collection.</summary>
public sealed class VectorSchema
{
    /// <summary>Describes a vector field.</summary>
    /// <param name="name">1 to 256 characters, no control characters; unique in the collection, letter case counts.</param>
    /// <param name="type">The type of the vector's elements.</param>
    /// <param name="dimensions">The number of elements, of bits for <see cref="VectorType.Binary"/>: 1 to 20,000. For
    /// <see cref="VectorType.Sparse"/> what all indices are below, or 0 for no bound.</param>
    public VectorSchema(string name, VectorType type, int dimensions = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Type = type;
        Dimensions = dimensions;
        Index = type == VectorType.Sparse
            ? new SparseIndexOptions()
            : new HnswIndexOptions { Metric = type == VectorType.Binary ? Metric.Hamming : Metric.Cosine };
    }

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>The type of the vector's elements.</summary>
    public VectorType Type { get; }

    /// <summary>The number of elements, of bits for <see cref="VectorType.Binary"/>; for <see cref="VectorType.Sparse"/> what all indices
    /// are below, or 0 for no bound.</summary>
    public int Dimensions { get; }

    /// <summary>Whether a document may be without this vector; false by default. A document without it is never a hit of a search on the
    /// field.</summary>
    public bool Nullable { get; init; }

    /// <summary>The field's index; by default a graph (<see cref="HnswIndexOptions"/>) for the metric <see cref="Metric.Cosine"/>, and for
    /// <see cref="Metric.Hamming"/> where vectors are of type <see cref="VectorType.Binary"/>; for
    /// <see cref="VectorType.Sparse"/> an inverted index (<see cref="SparseIndexOptions"/>).</summary>
    public VectorIndexOptions Index { get; init; }

    /// <summary>Names the field in files, so that it can be renamed; unique among all that the collection ever had. 0 until
    /// assigned.</summary>
    internal int Id { get; init; }

    /// <summary>The same field under another name.</summary>
    internal VectorSchema With(string name) => new(name, Type, Dimensions) { Nullable = Nullable, Index = Index, Id = Id };

    /// <summary>The same field with another index.</summary>
    internal VectorSchema With(VectorIndexOptions index) => new(Name, Type, Dimensions) { Nullable = Nullable, Index = index, Id = Id };

    internal VectorSchema With(int id) => new(Name, Type, Dimensions)
    {
        Nullable = Nullable,
        Index = DefaultQuantization.Resolve(Index, Type, Dimensions),
        Id = id,
    };
}
