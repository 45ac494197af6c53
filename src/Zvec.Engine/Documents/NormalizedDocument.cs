namespace Zvec.Engine.Documents;

/// <summary>A document that fits its collection's schema, and that nobody outside the engine can change.</summary>
/// <param name="key">The key, of the collection's key type.</param>
/// <param name="values">A value for each field, then for each vector, in the order of the schema:
/// a field's value has exactly the CLR type that <see cref="DataType"/> names (an array is <c>T[]</c>, or <c>T?[]</c> when an element is
/// null); a vector is a <c>byte[]</c> of its elements, little-endian, of a sparse one the indices and then the values;
/// null is null; <see cref="Absent"/>, in a partial document only, is
/// "leave it as it is".</param>
/// <param name="isPartial">Whether the document only names what an update changes.</param>
internal sealed class NormalizedDocument(DocumentKey key, object?[] values, bool isPartial = false)
{
    /// <summary>Stands for a value that a partial document does not name.</summary>
    public static readonly object Absent = new();

    public DocumentKey Key => key;

    public object?[] Values => values;

    public bool IsPartial => isPartial;

    /// <summary>The document that results when this partial one changes a complete one of the same schema.</summary>
    public NormalizedDocument MergedInto(NormalizedDocument existing)
    {
        object?[] merged = (object?[])existing.Values.Clone();
        for (int i = 0; i < merged.Length; i++)
        {
            if (!ReferenceEquals(values[i], Absent))
                merged[i] = values[i];
        }

        return new NormalizedDocument(key, merged);
    }
}
