using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Quantizers;

/// <summary>A random rotation of vectors of any dimension, which spreads what a vector has in few elements over all of them, so that codes with one scale lose less.</summary>
/// <remarks>
/// <para>A round changes signs at random and applies a Hadamard matrix (Ailon and Chazelle, "Approximate Nearest Neighbors and the Fast
/// Johnson-Lindenstrauss Transform", 2006, section 2); rounds follow one another as in Andoni, Indyk, Laarhoven, Razenshteyn and Schmidt,
/// "Practical and Optimal LSH for Angular Distance", 2015, section 3.1. As a Hadamard matrix needs a power of two, it is applied to the first so many elements
/// and to the last so many by turns, and between rounds the elements of both halves are turned pairwise by 45 degrees, a step of Kac's walk.</para>
/// Takes O(d log d) and keeps lengths and products. Immutable.
/// </remarks>
internal sealed class Rotation
{
    public const ulong DefaultSeed = 0x9E3779B97F4A7C15;

    private const int Rounds = 4;

    private readonly float[] _signs;
    private readonly int _dimensions;
    private readonly int _power;

    public Rotation(int dimensions, ulong seed)
    {
        _dimensions = dimensions;
        _power = 1 << BitOperations.Log2((uint)dimensions);
        _signs = new float[Rounds * dimensions];
        ulong bits = 0;
        for (int i = 0; i < _signs.Length; i++, bits >>= 1)
        {
            if (i % 64 == 0)
                bits = Mix(seed += DefaultSeed);
            _signs[i] = (bits & 1) == 0 ? 1 : -1;
        }

        // what makes a Hadamard matrix a rotation goes with the signs
        float normal = 1 / MathF.Sqrt(_power);
        for (int round = 0; round < Rounds; round++)
        {
            Span<float> transformed = _signs.AsSpan((round * dimensions) + Start(round), _power);
            TensorPrimitives.Multiply(transformed, normal, transformed);
        }
    }

    public void Apply(Span<float> vector)
    {
        for (int round = 0; round < Rounds; round++)
        {
            TensorPrimitives.Multiply(vector, _signs.AsSpan(round * _dimensions, _dimensions), vector);
            Hadamard(vector.Slice(Start(round), _power));
            if (_power < _dimensions)
                Turn(vector);
        }
    }

    private int Start(int round) => round % 2 == 0 ? 0 : _dimensions - _power;

    /// <summary>The finalizer of the generator SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).</summary>
    private static ulong Mix(ulong state)
    {
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }

    /// <summary>The fast Walsh-Hadamard transform: sums and differences of elements 1, 2, 4, ... apart.</summary>
    private static void Hadamard(Span<float> vector)
    {
        int apart = 1;
        for (; apart < vector.Length && apart < 4; apart *= 2)
        {
            for (int i = 0; i < vector.Length; i += 2 * apart)
            {
                for (int j = i; j < i + apart; j++)
                    (vector[j], vector[j + apart]) = (vector[j] + vector[j + apart], vector[j] - vector[j + apart]);
            }
        }

        for (; apart < vector.Length; apart *= 2)
        {
            for (int i = 0; i < vector.Length; i += 2 * apart)
            {
                Span<float> first = vector.Slice(i, apart);
                Span<float> second = vector.Slice(i + apart, apart);
                for (int j = 0; j < apart; j += Vector128<float>.Count)
                {
                    Vector128<float> a = Vector128.Create<float>(first[j..]);
                    Vector128<float> b = Vector128.Create<float>(second[j..]);
                    (a + b).CopyTo(first[j..]);
                    (a - b).CopyTo(second[j..]);
                }
            }
        }
    }

    /// <summary>Turns each element of the first half with its partner in the second; a middle one stays.</summary>
    private static void Turn(Span<float> vector)
    {
        const float Half = 0.70710678f;
        int half = vector.Length / 2;
        Span<float> first = vector[..half];
        Span<float> second = vector[^half..];
        for (int i = 0; i < half; i++)
            (first[i], second[i]) = ((first[i] + second[i]) * Half, (first[i] - second[i]) * Half);
    }
}
