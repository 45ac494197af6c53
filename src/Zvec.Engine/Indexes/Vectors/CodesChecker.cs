using System.Runtime.InteropServices;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Checks what <see cref="CodesReader"/> does not need to know of codes: that they are those of a column's vectors.</summary>
/// <remarks>Other processors add in another order, so that codes made elsewhere may differ in the last bits: what counts is that the
/// distance of a vector to its code is that to the code made here.</remarks>
internal static unsafe class CodesChecker
{
    private const float LargestError = 1e-3f;

    /// <summary>Looks at every code.</summary>
    /// <param name="codes">The codes, of as many rows as the column.</param>
    /// <param name="column">The vectors that they are of.</param>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindProblem(VectorCodes codes, VectorColumn column)
    {
        int stride = codes.Space.Stride;
        byte[] expected = new byte[stride];
        for (int row = 0; row < column.Count; row++)
        {
            byte* code = codes.Rows + ((long)row * stride);
            var actual = new ReadOnlySpan<byte>(code, stride);
            if (!column.HasVector(row))
            {
                if (actual.ContainsAnyExcept((byte)0))
                    return $"row {row} has no vector and its code is not zero";
                continue;
            }

            ReadOnlySpan<float> vector = MemoryMarshal.Cast<byte, float>(column.GetElements(row));
            codes.Quantizer.Encode(vector, expected);
            if (actual.SequenceEqual(expected))
                continue;
            using var query = new EncodedQuery(codes.Quantizer, vector);
            float distance = codes.Space.Distance(query.Pointer, code);
            fixed (byte* right = expected)
            {
                float rightDistance = codes.Space.Distance(query.Pointer, right);
                if (!(MathF.Abs(distance - rightDistance) <= LargestError * MathF.Max(1, MathF.Abs(rightDistance))))
                    return $"the code of row {row} is not that of its vector";
            }
        }

        return null;
    }
}
