using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary>What a search asks for besides vector and words.</summary>
internal sealed record PartSettings
{
    public Filter? Filter { get; init; }

    public int Top { get; init; } = 10;

    public int Skip { get; init; }

    public bool IncludeVectors { get; init; }

    public IReadOnlyCollection<string>? OutputFields { get; init; }

    public bool Exact { get; init; }

    public int? Ef { get; init; }

    public int? NProbe { get; init; }

    public float? Radius { get; init; }

    public bool Literal { get; init; }

    public TextOperator Operator { get; init; }

    public bool Highlight { get; init; }

    /// <summary>A query with words.</summary>
    public TextQuery Query(IReadOnlyList<TextField> fields, string words) => new(fields, words)
    {
        Filter = Filter,
        Top = Top,
        Skip = Skip,
        IncludeVectors = IncludeVectors,
        OutputFields = OutputFields,
        Literal = Literal,
        DefaultOperator = Operator,
        Highlight = Highlight,
    };

    /// <summary>A query with a key, or with a vector as <see cref="DocumentJson.ReadVector"/> gives it.</summary>
    public VectorQuery Query(string field, object given) => new(Plain(field, given))
    {
        Filter = Filter,
        Top = Top,
        Skip = Skip,
        IncludeVectors = IncludeVectors,
        OutputFields = OutputFields,
        Exact = Exact,
        Ef = Ef,
        NProbe = NProbe,
        Radius = Radius,
    };

    private static VectorQuery Plain(string field, object given) => given switch
    {
        DocumentKey key => new VectorQuery(field, key),
        ReadOnlyMemory<float> vector => new VectorQuery(field, vector),
        ReadOnlyMemory<Half> vector => new VectorQuery(field, vector),
        ReadOnlyMemory<sbyte> vector => new VectorQuery(field, vector),
        ReadOnlyMemory<byte> vector => new VectorQuery(field, vector),
        SparseVector vector => new VectorQuery(field, vector),
        _ => throw new ArgumentException($"A {given.GetType()} is no vector.", nameof(given)),
    };
}
