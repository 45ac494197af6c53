using System.Runtime.InteropServices;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>What is known of some postings that follow each other: bounds that let a search pass over them.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal readonly record struct SparseBlock(int LastRow, float Least, float Most)
{
    /// <summary>Postings in a block; the last one of a list may have fewer.</summary>
    public const int Length = 128;

    /// <summary>The bytes that it takes.</summary>
    public const int Bytes = 12;

    /// <summary>The blocks of a list of so many postings.</summary>
    public static int CountFor(int postings) => (int)(((long)postings + Length - 1) / Length);

    /// <summary>The block of some postings.</summary>
    public static SparseBlock Of(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights)
    {
        float least = weights[0];
        float most = weights[0];
        foreach (float weight in weights[1..])
        {
            least = MathF.Min(least, weight);
            most = MathF.Max(most, weight);
        }

        return new SparseBlock(rows[^1], least, most);
    }
}
