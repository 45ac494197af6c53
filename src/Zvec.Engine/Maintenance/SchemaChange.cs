namespace Zvec.Engine.Maintenance;

/// <summary>A schema that is to take the place of another, and what has to be done for it to the documents that are there.</summary>
/// <param name="Schema">The new schema. What is new in it has identifiers that no field has had.</param>
internal sealed record SchemaChange(CollectionSchema Schema)
{
    /// <summary>Fields whose values have to be written.</summary>
    public IReadOnlyList<FieldRewrite> Fields { get; init; } = [];

    /// <summary>Vector fields whose vectors have to be written.</summary>
    public IReadOnlyList<VectorRewrite> Vectors { get; init; } = [];

    /// <summary>Whether it takes something away, so that what is written under the present schema could be lost under the new
    /// one.</summary>
    public bool Removes { get; init; }

    /// <summary>Whether columns have to be written.</summary>
    public bool Rewrites => Fields.Count + Vectors.Count > 0;

    /// <summary>Whether documents written under the present schema are complete under the new one.</summary>
    public bool IsAddition => !Rewrites && !Removes;

    /// <summary>The identifiers of what has to be written.</summary>
    public IReadOnlySet<int> NewIds =>
        Fields.Select(one => one.Target.Id).Concat(Vectors.Select(one => one.Target.Id)).ToHashSet();
}
