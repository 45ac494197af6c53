using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Zvec.Engine;

/// <summary>A record of a collection: its key, and its fields and vectors by name.</summary>
/// <remarks>
/// A field takes a value of the CLR type that <see cref="DataType"/> names, or null where the schema allows it; an array field also takes
/// any <see cref="IEnumerable{T}"/> of the element type. A vector takes a <see cref="ReadOnlyMemory{T}"/> or an array of its element type,
/// and comes back as a <see cref="ReadOnlyMemory{T}"/>; a vector of bits takes bytes (see <see cref="VectorType.Binary"/>) or a
/// <see cref="BitArray"/>, and comes back as bytes; a sparse vector is a <see cref="SparseVector"/>.
/// A name that is absent counts as null for insert and upsert, and as "leave as it is" for
/// update. Not safe for use by several threads while one changes it.
/// </remarks>
[SuppressMessage(
    "Naming", "CA1710", Justification = "A document is not a mere collection; it enumerates so that it can be "
        + "written with an initializer.")]
public sealed class Document : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly Dictionary<string, object?> _values;

    /// <summary>Makes a document without fields.</summary>
    /// <param name="key">The key that names it.</param>
    public Document(DocumentKey key)
        : this(key, 0)
    {
    }

    internal Document(DocumentKey key, int capacity)
    {
        Key = key;
        _values = new Dictionary<string, object?>(capacity, StringComparer.Ordinal);
    }

    /// <summary>The key that names the document in its collection.</summary>
    public DocumentKey Key { get; }

    /// <summary>The number of fields and vectors that are present, nulls included.</summary>
    public int Count => _values.Count;

    /// <summary>The value of a field or vector; null when it is null or absent.</summary>
    /// <param name="name">The name of the field or vector.</param>
    public object? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set => _values[name] = value;
    }

    /// <summary>Adds a field or vector; for collection initializers.</summary>
    /// <param name="name">The name of the field or vector.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The document has a value of that name.</exception>
    public void Add(string name, object? value) => _values.Add(name, value);

    /// <summary>Whether a field or vector of that name is present, even as null.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>Looks a field or vector up.</summary>
    /// <returns>Whether the document has a value of that name, even null.</returns>
    public bool TryGetValue(string name, out object? value) => _values.TryGetValue(name, out value);

    /// <summary>The value of a field or vector in its own type.</summary>
    /// <typeparam name="T">The CLR type that <see cref="DataType"/> names, or <see cref="ReadOnlyMemory{T}"/> for a vector.</typeparam>
    /// <returns>The value; <c>default</c> when it is null or absent.</returns>
    /// <exception cref="InvalidCastException">The value has another type.</exception>
    public T? Get<T>(string name) => this[name] is { } value ? (T)value : default;

    /// <summary>Enumerates the fields and vectors that are present.</summary>
    public Dictionary<string, object?>.Enumerator GetEnumerator() => _values.GetEnumerator();

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();
}
