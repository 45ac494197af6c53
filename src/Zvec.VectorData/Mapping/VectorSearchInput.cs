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
    public VectorQuery ToQuery(string field, VectorType stored, in SearchWanted wanted)
    {
        if (_type == stored && _type == VectorType.Float16)
        {
            return new VectorQuery(field, _halves)
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
        }

        if (_type == stored && _type == VectorType.Int8)
        {
            return new VectorQuery(field, _bytes)
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
        }

        if (_bits is not null)
        {
            return new VectorQuery(field, _bits)
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
        }

        if (_sparse is not null)
        {
            return new VectorQuery(field, _sparse)
            {
                Top = wanted.Top,
                Skip = wanted.Skip,
                Filter = wanted.Filter,
                IncludeVectors = wanted.IncludeVectors,
                Exact = wanted.Exact,
            };
        }

        return new VectorQuery(field, ToFloats())
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
    }

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
