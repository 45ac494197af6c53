namespace Zvec.Engine.Segments;

/// <summary>The fields and vectors that documents are returned with.</summary>
/// <param name="Fields">The scalar and array fields.</param>
/// <param name="Vectors">The vector fields.</param>
internal sealed record FieldSelection(FieldSchema[] Fields, VectorSchema[] Vectors)
{
    private static readonly FieldSelection None = new([], []);

    /// <summary>Selects by name.</summary>
    /// <param name="schema">The collection's schema.</param>
    /// <param name="names">Names of fields and vectors; null for all fields.</param>
    /// <param name="includeVectors">Whether to add all vectors.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: there is no field of a name.</exception>
    public static FieldSelection For(CollectionSchema schema, IReadOnlyCollection<string>? names, bool includeVectors)
    {
        if (names is null)
            return new FieldSelection([.. schema.Fields], includeVectors ? [.. schema.Vectors] : []);
        if (names.Count == 0 && !includeVectors)
            return None;
        foreach (string name in names)
        {
            if (schema.FindField(name) is null && schema.FindVector(name) is null)
            {
                throw new ZvecException(
                    ZvecErrorCode.InvalidArgument,
                    $"Collection '{schema.Name}' has no field '{name}' to return; its fields are {schema.DescribeFields()}.");
            }
        }

        return new FieldSelection(
            [.. schema.Fields.Where(field => names.Contains(field.Name))],
            [.. schema.Vectors.Where(vector => includeVectors || names.Contains(vector.Name))]);
    }
}
