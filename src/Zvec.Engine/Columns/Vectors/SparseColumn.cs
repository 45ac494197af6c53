using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>The sparse vectors of one field in one segment: a column of bytes, whose rows are what <see cref="SparseElements"/>
/// describes.</summary>
/// <remarks>The file is that of a column of type <see cref="DataType.Binary"/>, in a file of its own kind.</remarks>
/// <param name="rows">The bytes of the vectors; null in a row that has none.</param>
internal sealed class SparseColumn(BytesColumn rows)
{
    public const FileKind Kind = FileKind.SparseVectors;
    public const ushort Version = 1;

    /// <summary>The vectors as bytes.</summary>
    public BytesColumn Rows => rows;

    public bool HasVector(int row) => !rows.HasNulls || !rows.IsNull(row);

    /// <summary>The elements of a row; none when it has no vector.</summary>
    public ReadOnlySpan<byte> Elements(int row) => rows.Bytes(row);

    /// <summary>The vector of a row; null when it has none.</summary>
    public SparseVector? GetVector(int row) => HasVector(row) ? SparseVector.FromBytes(rows.Bytes(row)) : null;

    /// <summary>The elements of the first rows, taken together.</summary>
    public long CountElements(int rowCount)
    {
        long count = 0;
        for (int row = 0; row < rowCount; row++)
            count += SparseElements.Count(rows.Bytes(row));
        return count;
    }

    /// <summary>Checks that every row holds what may be a vector of the field.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="vector">The field.</param>
    /// <param name="isDeleted">Whether a row is one of before that need not be what the field allows now.</param>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public string? FindProblem(int rowCount, VectorSchema vector, Func<int, bool> isDeleted)
    {
        for (int row = 0; row < rowCount; row++)
        {
            if (!HasVector(row))
            {
                if (!vector.Nullable && !isDeleted(row))
                    return $"row {row} has no vector, which the schema does not allow";
                if (rows.Bytes(row).Length > 0)
                    return $"row {row} has no vector and {rows.Bytes(row).Length} bytes";
            }
            else if (SparseElements.FindProblem(rows.Bytes(row), isDeleted(row) ? 0 : vector.Dimensions) is { } problem)
            {
                return $"the vector in row {row} {problem}";
            }
        }

        return null;
    }
}
