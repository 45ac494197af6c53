using System.Collections;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>The vector that a search was given, whatever its element type.</summary>
internal readonly struct VectorSearchInput
{
    private readonly ReadOnlyMemory<float> _floats;
    private readonly ReadOnlyMemory<Half> _halves;
    private readonly ReadOnlyMemory<sbyte> _bytes;
    private readonly BitArray? _bits;
    private readonly SparseVector? _sparse;
    private readonly VectorType _type;

    public VectorSearchInput(ReadOnlyMemory<float> vector)
    {
        _floats = vector;
        _type = VectorType.Float32;
    }

    public VectorSearchInput(ReadOnlyMemory<Half> vector)
    {
        _halves = vector;
        _type = VectorType.Float16;
    }

    public VectorSearchInput(ReadOnlyMemory<sbyte> vector)
    {
        _bytes = vector;
        _type = VectorType.Int8;
    }

    public VectorSearchInput(BitArray vector)
    {
        _bits = vector;
        _type = VectorType.Binary;
    }

    public VectorSearchInput(SparseVector vector)
    {
        _sparse = vector;
        _type = VectorType.Sparse;
    }

    /// <summary>The query for a field that holds elements of the given type: in the same type where they agree, in floats
    /// otherwise.</summary>
    public VectorQuery ToQuery(string field, VectorType stored, in SearchWanted wanted) => new(ToQuery(field, stored))
    {
        Top = wanted.Top,
        Skip = wanted.Skip,
        Filter = wanted.Filter,
        IncludeVectors = wanted.IncludeVectors,
        Ef = wanted.Ef,
        NProbe = wanted.NProbe,
        Exact = wanted.Exact,
        Refine = wanted.Refine,
        RefineFactor = wanted.RefineFactor,
    };

    private VectorQuery ToQuery(string field, VectorType stored) => _type switch
    {
        VectorType.Sparse => new VectorQuery(field, _sparse!),
        VectorType.Binary => new VectorQuery(field, _bits!),
        VectorType.Float16 when stored == _type => new VectorQuery(field, _halves),
        VectorType.Int8 when stored == _type => new VectorQuery(field, _bytes),
        _ => new VectorQuery(field, ToFloats()),
    };

    private ReadOnlyMemory<float> ToFloats()
    {
        if (_type == VectorType.Float32)
            return _floats;

        if (_type == VectorType.Float16)
            return Convert(_halves.Span, static half => (float)half);
        return Convert(_bytes.Span, static number => (float)number);
    }

    private static float[] Convert<T>(ReadOnlySpan<T> source, Func<T, float> toFloat)
    {
        var floats = new float[source.Length];
        for (int i = 0; i < floats.Length; i++)
            floats[i] = toFloat(source[i]);
        return floats;
    }
}
