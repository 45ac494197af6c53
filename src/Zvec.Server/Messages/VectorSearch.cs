using System.ComponentModel;
using System.Text.Json;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="VectorQuery"/> in JSON.</summary>
internal sealed class VectorSearch : SearchRequest
{
    [Description("The vector field to search.")]
    public required string Field { get; init; }

    [Description("The vector to search with, written as in a document. Either this or 'id'.")]
    public JsonElement? Vector { get; init; }

    [Description("The key of a document with whose vector to search.")]
    public JsonElement? Id { get; init; }

    [Description("Whether the document that 'id' names may be a hit itself.")]
    public bool IncludeSelf { get; init; }

    [Description("How near a hit must be, in the score of the field's metric.")]
    public float? Radius { get; init; }

    [Description("Candidates that a graph search keeps.")]
    public int? Ef { get; init; }

    [Description("Lists of an IVF index that are read in each segment.")]
    public int? NProbe { get; init; }

    [Description("Whether to scan all original vectors.")]
    public bool Exact { get; init; }

    [Description("Whether candidates found by codes are scored again by their original vectors; true when left out.")]
    public bool? Refine { get; init; }

    [Description("How many candidates are scored again for each hit wanted.")]
    public int? RefineFactor { get; init; }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it has no vector and no key, or both, or they do not
    /// fit the field. <see cref="ZvecErrorCode.NotFound"/>: there is no such vector field.</exception>
    public VectorQuery ToQuery(CollectionSchema schema)
    {
        OutputFields.WithoutNulls("outputFields");
        return new VectorQuery(Asked(schema))
        {
            Top = Top ?? DefaultTop,
            Skip = Skip,
            Filter = Filter,
            Radius = Radius,
            Ef = Ef,
            NProbe = NProbe,
            Exact = Exact,
            Refine = Refine ?? true,
            RefineFactor = RefineFactor,
            IncludeVectors = IncludeVectors,
            OutputFields = OutputFields,
            IncludeSelf = IncludeSelf,
        };
    }

    /// <summary>The query with nothing but what it asks with.</summary>
    private VectorQuery Asked(CollectionSchema schema)
    {
        if ((Vector is null) == (Id is null))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The search of field '{Field}' has {(Vector is null ? "neither" : "both")} 'vector' and 'id'; give one.");
        }

        if (Id is { } id)
            return new VectorQuery(Field, DocumentJson.ReadKey(id, schema));
        VectorSchema field = schema.Vectors.FirstOrDefault(vector => vector.Name == Field) ?? throw new ZvecException(
            ZvecErrorCode.NotFound,
            $"Collection '{schema.Name}' has no vector field '{Field}'. It has "
                + $"{string.Join(", ", schema.Vectors.Select(vector => $"'{vector.Name}'"))}.");
        return DocumentJson.ReadVector(Vector!.Value, field) switch
        {
            ReadOnlyMemory<float> vector => new VectorQuery(Field, vector),
            ReadOnlyMemory<Half> vector => new VectorQuery(Field, vector),
            ReadOnlyMemory<sbyte> vector => new VectorQuery(Field, vector),
            ReadOnlyMemory<byte> vector => new VectorQuery(Field, vector),
            SparseVector vector => new VectorQuery(Field, vector),
            object other => throw new InvalidOperationException($"A vector of {other.GetType()} is none of the types of fields."),
        };
    }
}
