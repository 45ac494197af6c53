using System.Globalization;
using Zvec.Engine.Schema;

namespace Zvec.Engine;

/// <summary>A vector of which few elements are not zero, as encoders of texts make them: the weight of each term under the term's
/// number. Immutable.</summary>
public sealed class SparseVector : IEquatable<SparseVector>
{
    /// <summary>The most elements that a vector may have.</summary>
    public const int MaxCount = 16_384;

    private readonly uint[] _indices;
    private readonly float[] _values;

    /// <summary>Makes a vector of elements in the order of their indices.</summary>
    /// <param name="indices">The indices of the elements: ascending, each once, at most <see cref="MaxCount"/>.</param>
    /// <param name="values">The elements, as many; finite.</param>
    /// <exception cref="ArgumentException">The elements break one of these rules.</exception>
    public SparseVector(ReadOnlySpan<uint> indices, ReadOnlySpan<float> values)
        : this(indices.ToArray(), values.ToArray())
    {
        if (indices.Length != values.Length)
            throw new ArgumentException($"{indices.Length} indices were given for {values.Length} values.", nameof(values));
        if (SparseElements.FindProblem(_indices, _values) is { } problem)
            throw new ArgumentException($"The vector {problem}.");
    }

    private SparseVector(uint[] indices, float[] values)
    {
        _indices = indices;
        _values = values;
    }

    /// <summary>The vector without elements, whose product with every other is 0.</summary>
    public static SparseVector Empty { get; } = new(Array.Empty<uint>(), Array.Empty<float>());

    /// <summary>The number of elements.</summary>
    public int Count => _indices.Length;

    /// <summary>The indices of the elements, ascending.</summary>
    public ReadOnlyMemory<uint> Indices => _indices;

    /// <summary>The elements, in the order of <see cref="Indices"/>.</summary>
    public ReadOnlyMemory<float> Values => _values;

    /// <summary>Makes a vector of elements in any order.</summary>
    /// <param name="elements">The elements by their indices, each index once; a dictionary, for example.</param>
    /// <exception cref="ArgumentException">An index is there twice, an element is not finite, or there are more than
    /// <see cref="MaxCount"/>.</exception>
    public static SparseVector From(IEnumerable<KeyValuePair<uint, float>> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        uint[] indices = [.. elements.Select(element => element.Key)];
        float[] values = [.. elements.Select(element => element.Value)];
        Array.Sort(indices, values);
        return new SparseVector(indices.AsSpan(), values);
    }

    /// <summary>The sum of the products of the elements that both vectors have.</summary>
    public double Dot(SparseVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        double sum = 0;
        for (int i = 0, j = 0; i < _indices.Length && j < other._indices.Length;)
        {
            if (_indices[i] == other._indices[j])
                sum += (double)_values[i++] * other._values[j++];
            else if (_indices[i] < other._indices[j])
                i++;
            else
                j++;
        }

        return sum;
    }

    /// <summary>Whether the other vector has the same elements; minus zero equals zero.</summary>
    public bool Equals(SparseVector? other) =>
        other is not null && _indices.AsSpan().SequenceEqual(other._indices) && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SparseVector);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(_indices.Length);
        for (int i = 0; i < _indices.Length; i++)
        {
            hash.Add(_indices[i]);
            hash.Add(_values[i]);
        }

        return hash.ToHashCode();
    }

    /// <summary>The first elements, for people to read.</summary>
    public override string ToString()
    {
        const int Shown = 8;
        IEnumerable<string> elements = _indices.Zip(_values, (index, value) =>
            string.Create(CultureInfo.InvariantCulture, $"{index}: {value}"));
        return $"{{{string.Join(", ", elements.Take(Shown))}{(Count > Shown ? ", ..." : "")}}}";
    }

    /// <summary>The elements as bytes: the indices, then the values.</summary>
    internal byte[] ToBytes()
    {
        byte[] elements = new byte[_indices.Length * SparseElements.ElementBytes];
        SparseElements.Write(_indices, _values, elements);
        return elements;
    }

    /// <summary>The vector of stored elements, whatever they are.</summary>
    internal static SparseVector FromBytes(ReadOnlySpan<byte> elements) =>
        new(SparseElements.Indices(elements).ToArray(), SparseElements.Values(elements).ToArray());
}
