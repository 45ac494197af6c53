using System.Collections;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Schema;

namespace Zvec.Engine;

/// <summary>Asks for the documents whose vectors are nearest to a given one, or to that of a document in the collection.</summary>
public sealed class VectorQuery : SearchQuery
{
    private VectorQuery(string field, VectorType type, object? vector, int dimensions)
        : base(field)
    {
        Type = type;
        Vector = vector;
        Dimensions = dimensions;
    }

    /// <summary>Asks with a vector of <see cref="float"/>; fits a field of any element type, whose elements are converted.</summary>
    /// <param name="field">The vector field to search.</param>
    /// <param name="vector">The vector, with as many elements as the field has dimensions; finite.</param>
    public VectorQuery(string field, ReadOnlyMemory<float> vector)
        : this(field, VectorType.Float32, vector, vector.Length)
    {
    }

    /// <summary>Asks with a vector of <see cref="Half"/>.</summary>
    /// <param name="field">The vector field to search, of type <see cref="VectorType.Float16"/>.</param>
    /// <param name="vector">The vector, with as many elements as the field has dimensions; finite.</param>
    public VectorQuery(string field, ReadOnlyMemory<Half> vector)
        : this(field, VectorType.Float16, vector, vector.Length)
    {
    }

    /// <summary>Asks with a vector of <see cref="sbyte"/>.</summary>
    /// <param name="field">The vector field to search, of type <see cref="VectorType.Int8"/>.</param>
    /// <param name="vector">The vector, with as many elements as the field has dimensions.</param>
    public VectorQuery(string field, ReadOnlyMemory<sbyte> vector)
        : this(field, VectorType.Int8, vector, vector.Length)
    {
    }

    /// <summary>Asks with a sparse vector: for the documents whose vectors have the greatest products with it.</summary>
    /// <param name="field">The vector field to search, of type <see cref="VectorType.Sparse"/>.</param>
    /// <param name="vector">The vector.</param>
    /// <remarks>Documents that share no index with it have the score 0; they are hits where <see cref="SearchQuery.Top"/> asks for more
    /// than have a greater one. The search is exact whatever the index.</remarks>
    public VectorQuery(string field, SparseVector vector)
        : this(field, VectorType.Sparse, vector ?? throw new ArgumentNullException(nameof(vector)), dimensions: 0)
    {
    }

    /// <summary>Asks with bits in bytes; see <see cref="VectorType.Binary"/>.</summary>
    /// <param name="field">The vector field to search, of type <see cref="VectorType.Binary"/>.</param>
    /// <param name="bits">The vector: as many bytes as the field's bits take, those behind the last bit zero.</param>
    public VectorQuery(string field, ReadOnlyMemory<byte> bits)
        : this(field, VectorType.Binary, bits, bits.Length * 8)
    {
        IsInBytes = true;
    }

    /// <summary>Asks with bits.</summary>
    /// <param name="field">The vector field to search, of type <see cref="VectorType.Binary"/>.</param>
    /// <param name="bits">The vector, with as many bits as the field has dimensions.</param>
    /// <exception cref="ArgumentNullException"><paramref name="bits"/> is null.</exception>
    public VectorQuery(string field, BitArray bits)
        : this(field, VectorType.Binary, ToMemory(bits), bits.Length)
    {
    }

    /// <summary>Asks with the vector of a document that is in the collection.</summary>
    /// <param name="field">The vector field to search, of any type.</param>
    /// <param name="key">The document's key. The document itself is no hit, unless <see cref="IncludeSelf"/> says so.</param>
    public VectorQuery(string field, DocumentKey key)
        : this(field, default, vector: null, dimensions: 0)
    {
        Key = key;
    }

    /// <summary>Asks as another query does, in all but what an object initializer changes.</summary>
    /// <param name="query">The other query.</param>
    /// <exception cref="ArgumentNullException"><paramref name="query"/> is null.</exception>
    public VectorQuery(VectorQuery query)
        : base(query)
    {
        Type = query.Type;
        Vector = query.Vector;
        Dimensions = query.Dimensions;
        IsInBytes = query.IsInBytes;
        Key = query.Key;
        IncludeSelf = query.IncludeSelf;
        Radius = query.Radius;
        Ef = query.Ef;
        NProbe = query.NProbe;
        Exact = query.Exact;
        Refine = query.Refine;
        RefineFactor = query.RefineFactor;
        FilterPlan = query.FilterPlan;
    }

    /// <summary>The key of the document with whose vector is asked; null when the vector was given.</summary>
    public DocumentKey? Key { get; }

    /// <summary>Whether the document that <see cref="Key"/> names may be a hit itself; false by default.</summary>
    public bool IncludeSelf { get; init; }

    /// <summary>How near a hit must be, in the score of the field's <see cref="Metric"/>: hits score at most this, for the inner product at
    /// least this. Null for as near as there are, the default. The search goes on until hits lie beyond or <see cref="SearchQuery.Top"/>
    /// are found.</summary>
    public float? Radius { get; init; }

    /// <summary>Candidates that a graph search keeps: 1 to 100,000; more find nearer neighbours, more slowly. Null for the default of
    /// max(200, 2 × (<see cref="SearchQuery.Skip"/> + <see cref="SearchQuery.Top"/>)); never less than Skip + Top.</summary>
    public int? Ef { get; init; }

    /// <summary>Groups of an IVF index that are read in each segment: 1 to 65,536; more find nearer neighbours, more slowly. Null for the
    /// default of 64 and a fortieth of all groups. When a filter passes only a share of a segment, more groups of it are read. Other
    /// indexes take no notice of it.</summary>
    public int? NProbe { get; init; }

    /// <summary>Whether to scan all original vectors instead of an index or codes; false by default.</summary>
    public bool Exact { get; init; }

    /// <summary>Whether the best candidates of a search over codes are put in order by their original vectors; true by default. Without
    /// it, scores are those of the codes. Vectors without codes are always scored exactly.</summary>
    public bool Refine { get; init; } = true;

    /// <summary>How many candidates are re-scored for each hit wanted, when a search reads codes: 1 to 1,000. Null for the default of the
    /// codes.</summary>
    public int? RefineFactor { get; init; }

    /// <summary>How graphs are searched under a filter; tests force a way.</summary>
    internal FilterPlan FilterPlan { get; init; }

    /// <summary>The element type of the vector as given.</summary>
    internal VectorType Type { get; }

    /// <summary>The vector: a <see cref="ReadOnlyMemory{T}"/> of the element type, or a <see cref="SparseVector"/>; null when
    /// <see cref="Key"/> names a document.</summary>
    internal object? Vector { get; }

    /// <summary>The number of elements of the vector.</summary>
    internal int Dimensions { get; }

    /// <summary>Whether bits were given in whole bytes, so that the last ones may be none of the vector's.</summary>
    internal bool IsInBytes { get; }

    private static ReadOnlyMemory<byte> ToMemory(BitArray bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        return VectorElements.ToBytes(bits);
    }
}
