using System.Collections.Frozen;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Checks documents against a collection's schema and takes copies of them that fit it exactly. Safe for use by several
/// threads.</summary>
internal sealed class DocumentNormalizer
{
    private readonly CollectionSchema _schema;
    private readonly FieldSchema[] _fields;
    private readonly VectorSchema[] _vectors;
    private readonly FrozenDictionary<string, int> _positions;

    public DocumentNormalizer(CollectionSchema schema)
    {
        _schema = schema;
        _fields = [.. schema.Fields];
        _vectors = [.. schema.Vectors];
        var positions = new Dictionary<string, int>();
        foreach (FieldSchema field in _fields)
            positions.Add(field.Name, positions.Count);
        foreach (VectorSchema vector in _vectors)
            positions.Add(vector.Name, positions.Count);
        _positions = positions.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Takes a document over.</summary>
    /// <param name="document">What the caller gave, and may change afterwards.</param>
    /// <param name="partial">Whether it only names what an update changes; otherwise what is absent is null.</param>
    /// <exception cref="ZvecException">It does not fit the schema.</exception>
    public NormalizedDocument Normalize(Document document, bool partial)
    {
        ArgumentNullException.ThrowIfNull(document);
        CheckKey(document.Key);
        object?[] values = new object?[_fields.Length + _vectors.Length];
        Array.Fill(values, NormalizedDocument.Absent);
        foreach ((string name, object? value) in document)
        {
            if (!_positions.TryGetValue(name, out int position))
                throw Invalid(document.Key, Unknown(name));
            values[position] = value is null ? null
                : position < _fields.Length ? NormalizeField(document.Key, _fields[position], value)
                : NormalizeVector(document.Key, _vectors[position - _fields.Length], value);
        }

        for (int position = 0; position < values.Length; position++)
        {
            if (values[position] is null || (values[position] == NormalizedDocument.Absent && !partial))
                values[position] = NullAt(document, position);
        }

        return new NormalizedDocument(document.Key, values, partial);
    }

    /// <summary>Checks that a key can be one of the collection's.</summary>
    /// <exception cref="ZvecException">It cannot.</exception>
    public void CheckKey(DocumentKey key) => KeyRules.Check(_schema, key);

    private object NormalizeField(DocumentKey key, FieldSchema field, object value)
    {
        if (FieldValues.Normalize(field.Type, value, out string? problem) is { } normal)
            return normal;
        string expected = field.Type.ClrType() + (field.Type.IsArray() ? " values in an array or list" : "");
        throw Invalid(key, problem is not null
            ? $"Field '{field.Name}' {problem}."
            : $"Field '{field.Name}' is {field.Type} and was given {FieldValues.Describe(value)} of type {value.GetType()}; "
                + $"use {expected}.");
    }

    private byte[] NormalizeVector(DocumentKey key, VectorSchema vector, object value)
    {
        if (vector.Type == VectorType.Sparse)
            return NormalizeSparse(key, vector, value);
        if (!VectorElements.TryGetElements(vector.Type, value, out ReadOnlySpan<byte> elements))
        {
            string element = vector.Type.ElementType().ToString();
            throw Invalid(
                key, $"Vector '{vector.Name}' is {vector.Type} and was given a {value.GetType()}; "
                    + $"use ReadOnlyMemory<{element}> or {element}[]{(vector.Type == VectorType.Binary ? ", or a BitArray" : "")}.");
        }

        int dimensions = VectorElements.DimensionsOf(vector.Type, value, elements.Length, vector.Dimensions);
        if (dimensions != vector.Dimensions)
        {
            throw new ZvecException(
                ZvecErrorCode.DimensionMismatch,
                Message(
                    key,
                    $"Vector '{vector.Name}' has {vector.Dimensions} dimensions and was given {dimensions}; "
                        + "use the model that it was made for."));
        }

        byte[] copy = elements.ToArray(); // before the check, which must hold for what is stored
        int bad = VectorElements.IndexOfNotFinite(vector.Type, copy);
        if (bad >= 0)
        {
            string element = FieldValues.Describe(VectorElements.ElementAt(vector.Type, copy, bad));
            throw Invalid(key, $"Vector '{vector.Name}' has {element} as element {bad}; use finite numbers.");
        }

        return VectorElements.HasStrayBits(vector.Type, vector.Dimensions, copy)
            ? throw Invalid(key, $"Vector '{vector.Name}' has {vector.Dimensions} bits and was given bytes with others set; clear them.")
            : copy;
    }

    private byte[] NormalizeSparse(DocumentKey key, VectorSchema vector, object value)
    {
        if (value is not SparseVector sparse)
        {
            throw Invalid(key, $"Vector '{vector.Name}' is {vector.Type} and was given a {value.GetType()}; "
                + $"use {nameof(SparseVector)}.");
        }

        if (SparseElements.FindBeyond(sparse.Indices.Span, vector.Dimensions) is { } problem)
        {
            throw new ZvecException(
                ZvecErrorCode.DimensionMismatch,
                Message(key, $"Vector '{vector.Name}' {problem}; use the encoder that it was made for."));
        }

        return sparse.ToBytes();
    }

    private object? NullAt(Document document, int position)
    {
        bool isField = position < _fields.Length;
        string name = isField ? _fields[position].Name : _vectors[position - _fields.Length].Name;
        bool nullable = isField ? _fields[position].Nullable : _vectors[position - _fields.Length].Nullable;
        if (nullable)
            return null;
        string what = isField ? "Field" : "Vector";
        string how = document.Contains(name) ? "was given null" : "is missing";
        throw Invalid(document.Key, $"{what} '{name}' is not nullable and {how}; give it a value, or declare it nullable.");
    }

    private string Unknown(string name)
    {
        if (name == _schema.KeyName)
            return $"'{name}' is the name of the key; give the key to the document's constructor.";
        IEnumerable<string> known = _positions.Keys.Order(StringComparer.Ordinal).Take(20).Select(other => $"'{other}'");
        return $"The collection has no field or vector '{name}'; it has {string.Join(", ", known)}.";
    }

    private ZvecException Invalid(DocumentKey key, string what) => new(ZvecErrorCode.InvalidArgument, Message(key, what));

    private string Message(DocumentKey key, string what) =>
        $"Document {KeyRules.Shorten(key)} does not fit collection '{_schema.Name}'. {what}";
}
