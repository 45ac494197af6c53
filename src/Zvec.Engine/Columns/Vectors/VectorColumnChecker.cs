using Zvec.Engine.Schema;

namespace Zvec.Engine.Columns;

/// <summary>Checks that a vector column holds what its writer would have written.</summary>
internal static unsafe class VectorColumnChecker
{
    /// <summary>Looks at every row.</summary>
    /// <param name="column">The column.</param>
    /// <param name="mayLack">Whether a row may be without a vector.</param>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindProblem(VectorColumn column, Func<int, bool> mayLack)
    {
        VectorRowLayout layout = column.Layout;
        byte[] expected = new byte[layout.Stride];
        for (int row = 0; row < column.Count; row++)
        {
            var actual = new ReadOnlySpan<byte>(column.BlockAt(row).Pointer, layout.Stride);
            if (column.HasVector(row))
            {
                ReadOnlySpan<byte> elements = actual[..layout.DataBytes];
                int bad = VectorElements.IndexOfNotFinite(layout.Type, elements);
                if (bad >= 0)
                    return $"element {bad} of the vector in row {row} is not finite";
                if (VectorElements.HasStrayBits(layout.Type, layout.Dimensions, elements))
                    return $"the vector in row {row} has bits set beyond its {layout.Dimensions}";
                VectorEncoder.Encode(layout, elements, expected);
                if (!actual.SequenceEqual(expected))
                    return $"what follows the elements of the vector in row {row} is not its norm and zeros";
            }
            else if (!mayLack(row))
            {
                return $"row {row} has no vector, which the schema does not allow";
            }
            else if (actual.ContainsAnyExcept((byte)0))
            {
                return $"row {row} has no vector and is not zero";
            }
        }

        return null;
    }
}
