namespace Zvec.Engine;

/// <summary>What the documents of a collection look like: the type of their keys, their fields and their vectors.</summary>
public sealed partial class CollectionSchema
{
    /// <summary>Describes a collection; add to <see cref="Fields"/> and <see cref="Vectors"/>.</summary>
    /// <param name="name">The collection's name: 1 to 256 characters, no control characters. It need not be the folder's name.</param>
    public CollectionSchema(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>The collection's name.</summary>
    public string Name { get; }

    /// <summary>The type of the documents' keys; <see cref="KeyType.String"/> by default.</summary>
    public KeyType Key { get; init; } = KeyType.String;

    /// <summary>The name by which filters and orderings refer to the key; <c>id</c> by default.</summary>
    public string KeyName { get; init; } = "id";

    /// <summary>The scalar and array fields: at most 1,024.</summary>
    public IList<FieldSchema> Fields { get; init; } = [];

    /// <summary>The vector fields: at most 64.</summary>
    public IList<VectorSchema> Vectors { get; init; } = [];

    /// <summary>The identifier that the next added field gets.</summary>
    internal int NextFieldId { get; init; } = 1;

    /// <summary>Looks for a scalar or array field.</summary>
    /// <param name="name">The name; letter case counts.</param>
    /// <returns>The field, or null when there is none of that name.</returns>
    public FieldSchema? FindField(string name)
    {
        // every query looks fields up: an enumerator or a closure would be garbage each time
        for (int i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == name)
                return Fields[i];
        }

        return null;
    }

    /// <summary>Looks for a vector field.</summary>
    /// <param name="name">The name; letter case counts.</param>
    /// <returns>The vector field, or null when there is none of that name.</returns>
    public VectorSchema? FindVector(string name)
    {
        for (int i = 0; i < Vectors.Count; i++)
        {
            if (Vectors[i].Name == name)
                return Vectors[i];
        }

        return null;
    }

    /// <summary>A copy for a new collection, which no caller can change: fields and vectors get new identifiers from 1 on, since those they
    /// have, if any, are of another collection.</summary>
    internal CollectionSchema WithIds()
    {
        int next = 1;
        FieldSchema[] fields = [.. Fields.Select(field => field.With(next++))];
        VectorSchema[] vectors = [.. Vectors.Select(vector => vector.With(next++))];
        return Copy(fields, vectors, next);
    }

    /// <summary>A copy with one more field, which gets an identifier that no field had before.</summary>
    internal CollectionSchema Adding(FieldSchema field) => Copy([.. Fields, field.With(NextFieldId)], [.. Vectors], NextFieldId + 1);

    /// <summary>A copy with one more vector, which gets an identifier that no field had before.</summary>
    internal CollectionSchema Adding(VectorSchema vector) => Copy([.. Fields], [.. Vectors, vector.With(NextFieldId)], NextFieldId + 1);

    /// <summary>A copy with another field in the place of one: the same one changed, or one with an identifier that no field had
    /// before.</summary>
    internal CollectionSchema Replacing(FieldSchema field, FieldSchema by) =>
        Copy([.. Fields.Select(other => other == field ? by : other)], [.. Vectors], Math.Max(NextFieldId, by.Id + 1));

    /// <summary>A copy with another vector in the place of one: the same one changed, or one with an identifier that no field had
    /// before.</summary>
    internal CollectionSchema Replacing(VectorSchema vector, VectorSchema by) =>
        Copy([.. Fields], [.. Vectors.Select(other => other == vector ? by : other)], Math.Max(NextFieldId, by.Id + 1));

    /// <summary>A copy without one field or vector.</summary>
    internal CollectionSchema Without(string name) =>
        Copy([.. Fields.Where(field => field.Name != name)], [.. Vectors.Where(vector => vector.Name != name)], NextFieldId);

    /// <summary>A copy with those fields and vectors only that have one of the identifiers.</summary>
    internal CollectionSchema Only(IReadOnlySet<int> ids) =>
        Copy([.. Fields.Where(field => ids.Contains(field.Id))], [.. Vectors.Where(vector => ids.Contains(vector.Id))], NextFieldId);

    /// <summary>The names of all fields, for messages.</summary>
    internal string DescribeFields() =>
        string.Join(", ", Fields.Select(field => field.Name).Concat(Vectors.Select(vector => vector.Name)).Select(name => $"'{name}'"));

    private CollectionSchema Copy(FieldSchema[] fields, VectorSchema[] vectors, int nextFieldId) => new(Name)
    {
        Key = Key,
        KeyName = KeyName,
        Fields = Array.AsReadOnly(fields),
        Vectors = Array.AsReadOnly(vectors),
        NextFieldId = nextFieldId,
    };
}
