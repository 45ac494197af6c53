namespace Zvec.Engine;

/// <summary>What <see cref="Collection.CopyAsync"/> makes of a collection.</summary>
public sealed class CopyOptions
{
    /// <summary>The schema of the new collection; null for that of the old one, with the names of <see cref="Rename"/>.</summary>
    /// <remarks>Fields correspond by name. One that the schema lacks is dropped; one that is new must be nullable, or get its values from
    /// <see cref="Transform"/>. Numbers, arrays of numbers and number keys go over into another number type where the type holds each
    /// value exactly (an <see cref="int"/> into <see cref="long"/>, <see cref="double"/> or <see cref="decimal"/>, a
    /// <see cref="float"/> into <see cref="double"/>); any other type stays as it is, and so does the element type and the number of
    /// dimensions of a vector.</remarks>
    public CollectionSchema? Schema { get; init; }

    /// <summary>New names of fields and vectors, by their old ones; those that are not named here keep theirs. A field whose name another
    /// takes over in this way is dropped.</summary>
    public IReadOnlyDictionary<string, string> Rename { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes the new document from the old one, or null to leave it out; null (the default) to take each as it is.</summary>
    /// <remarks>It gets a document of its own, with all fields and vectors of the old collection under their new names, and may change it
    /// or return another, with another key too. What it leaves in of the old fields and the new schema lacks is dropped. It is called for
    /// one document after another; what it throws ends the copy.</remarks>
    public Func<Document, Document?>? Transform { get; init; }

    /// <summary>How the new collection is written; null for the defaults. Whatever <see cref="CollectionOptions.Durability"/> says, the
    /// copy is durable when it is complete.</summary>
    public CollectionOptions? Options { get; init; }

    /// <summary>Whether the new collection ends as one segment with all its indexes built; true by default. Otherwise indexes are built
    /// when it is opened for writing.</summary>
    public bool Optimize { get; init; } = true;
}
