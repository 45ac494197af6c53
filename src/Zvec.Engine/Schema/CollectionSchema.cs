namespace Zvec.Engine;

/// <summary>What the documents of a collection look like: the type of their keys, their fields and their vectors.</summary>
public sealed class CollectionSchema
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

    internal FieldSchema? FindField(string name) => Fields.FirstOrDefault(field => field.Name == name);

    internal VectorSchema? FindVector(string name) => Vectors.FirstOrDefault(vector => vector.Name == name);
}
