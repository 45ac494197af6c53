using System.Runtime.InteropServices;

namespace Zvec.Engine.Schema;

/// <summary>The elements of a sparse vector as bytes: all indices, then all values.</summary>
internal static class SparseElements
{
    /// <summary>The bytes that an element takes with its index.</summary>
    public const int ElementBytes = sizeof(uint) + sizeof(float);

    /// <summary>The number of elements.</summary>
    public static int Count(ReadOnlySpan<byte> elements) => elements.Length / ElementBytes;

    public static ReadOnlySpan<uint> Indices(ReadOnlySpan<byte> elements) =>
        MemoryMarshal.Cast<byte, uint>(elements[..(Count(elements) * sizeof(uint))]);

    public static ReadOnlySpan<float> Values(ReadOnlySpan<byte> elements) =>
        MemoryMarshal.Cast<byte, float>(elements.Slice(Count(elements) * sizeof(uint), Count(elements) * sizeof(float)));

    public static void Write(ReadOnlySpan<uint> indices, ReadOnlySpan<float> values, Span<byte> elements)
    {
        MemoryMarshal.AsBytes(indices).CopyTo(elements);
        MemoryMarshal.AsBytes(values).CopyTo(elements[(indices.Length * sizeof(uint))..]);
    }

    /// <summary>What keeps bytes from being a vector of a field, as the rest of a sentence; null when nothing does.</summary>
    /// <param name="elements">The bytes.</param>
    /// <param name="dimensions">What all indices are below; 0 for no bound.</param>
    public static string? FindProblem(ReadOnlySpan<byte> elements, int dimensions)
    {
        if (elements.Length % ElementBytes != 0)
            return $"has {elements.Length} bytes, which are not whole elements";
        ReadOnlySpan<uint> indices = Indices(elements);
        return FindProblem(indices, Values(elements)) ?? FindBeyond(indices, dimensions);
    }

    /// <summary>What keeps elements from being a vector, as the rest of a sentence; null when nothing does.</summary>
    public static string? FindProblem(ReadOnlySpan<uint> indices, ReadOnlySpan<float> values)
    {
        if (indices.Length > SparseVector.MaxCount)
            return $"has {indices.Length} elements, and at most {SparseVector.MaxCount} are possible";
        for (int i = 1; i < indices.Length; i++)
        {
            if (indices[i] == indices[i - 1])
                return $"has the index {indices[i]} twice";
            if (indices[i] < indices[i - 1])
                return $"has the index {indices[i]} behind {indices[i - 1]}, and indices ascend";
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return $"has an element that is not finite at index {indices[i]}";
        }

        return null;
    }

    /// <summary>What is wrong with ascending indices where a field has a bound, as the rest of a sentence; null when nothing is.</summary>
    public static string? FindBeyond(ReadOnlySpan<uint> indices, int dimensions) =>
        dimensions > 0 && indices.Length > 0 && indices[^1] >= (uint)dimensions
            ? $"has the index {indices[^1]}, and indices of the field are below its {dimensions} dimensions"
            : null;
}
