using System.Numerics;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>A vector to multiply others with: its elements that are not zero, in a small hash table. Immutable.</summary>
internal sealed class SparseQuery
{
    /// <summary>Slots for each element: most indices that are not in the query meet an empty slot at once.</summary>
    private const int SlotsPerElement = 4;

    /// <summary>Spreads indices that follow each other (Knuth, The Art of Computer Programming 3, section 6.4).</summary>
    private const uint Multiplier = 0x9E37_79B1;

    private readonly uint[] _slotIndices;
    private readonly float[] _slotWeights; // 0 in a free slot
    private readonly int _shift;

    public SparseQuery(SparseVector vector)
    {
        ReadOnlySpan<uint> indices = vector.Indices.Span;
        ReadOnlySpan<float> values = vector.Values.Span;
        int count = indices.Length - values.Count(0f);
        Indices = new uint[count];
        Weights = new float[count];
        int slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, count * SlotsPerElement));
        _shift = 32 - BitOperations.Log2((uint)slots);
        _slotIndices = new uint[slots];
        _slotWeights = new float[slots];
        int place = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            if (values[i] == 0)
                continue;
            Indices[place] = indices[i];
            Weights[place++] = values[i];
            uint slot = (indices[i] * Multiplier) >> _shift;
            while (_slotWeights[slot] != 0)
                slot = (slot + 1) & (uint)(slots - 1);
            _slotIndices[slot] = indices[i];
            _slotWeights[slot] = values[i];
        }
    }

    /// <summary>The indices of the elements, ascending.</summary>
    public uint[] Indices { get; }

    /// <summary>The elements; none is zero.</summary>
    public float[] Weights { get; }

    /// <summary>The product with the vector of a row: the same whatever way the row was found.</summary>
    /// <param name="elements">The vector's elements, as <see cref="SparseElements"/> has them.</param>
    public float Score(ReadOnlySpan<byte> elements)
    {
        ReadOnlySpan<uint> indices = SparseElements.Indices(elements);
        ReadOnlySpan<float> values = SparseElements.Values(elements);
        uint[] slotIndices = _slotIndices;
        float[] slotWeights = _slotWeights;
        uint mask = (uint)(slotWeights.Length - 1);
        double sum = 0;
        for (int i = 0; i < indices.Length && i < values.Length; i++)
        {
            uint index = indices[i];
            uint slot = (index * Multiplier) >> _shift;
            while (slotWeights[slot] != 0)
            {
                if (slotIndices[slot] == index)
                {
                    sum += (double)slotWeights[slot] * values[i];
                    break;
                }

                slot = (slot + 1) & mask;
            }
        }

        return (float)Math.Clamp(sum, float.MinValue, float.MaxValue);
    }
}
