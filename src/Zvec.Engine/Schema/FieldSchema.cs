namespace Zvec.Engine;

/// <summary>A scalar or array field of a collection.</summary>
public sealed class FieldSchema
{
    /// <summary>Describes a field.</summary>
    /// <param name="name">1 to 256 characters, no control characters; unique in the collection, letter case counts.</param>
    /// <param name="type">The type of the field's values.</param>
    public FieldSchema(string name, DataType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Type = type;
    }

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>The type of the field's values.</summary>
    public DataType Type { get; }

    /// <summary>Whether a document may leave the field out or null; false by default.</summary>
    public bool Nullable { get; init; }

    /// <summary>The field's index, or null for none: a filter then scans the column.</summary>
    public FieldIndexOptions? Index { get; init; }

    /// <summary>Names the field in files, so that it can be renamed; unique among all that the collection ever had. 0 until
    /// assigned.</summary>
    internal int Id { get; init; }

    /// <summary>The same field under another name.</summary>
    internal FieldSchema With(string name) => new(name, Type) { Nullable = Nullable, Index = Index, Id = Id };

    internal FieldSchema With(int id) => new(Name, Type) { Nullable = Nullable, Index = Index, Id = id };

    internal FieldSchema With(FieldIndexOptions? index) => new(Name, Type) { Nullable = Nullable, Index = index, Id = Id };
}
