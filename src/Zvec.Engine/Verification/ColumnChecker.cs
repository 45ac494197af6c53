using System.Text.Unicode;
using Zvec.Engine.Columns;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Verification;

/// <summary>Checks that a column holds what its writer would have written.</summary>
internal static class ColumnChecker
{
    /// <summary>Looks at every row.</summary>
    /// <param name="column">The column.</param>
    /// <param name="count">Its rows.</param>
    /// <param name="nullable">Whether rows may be null.</param>
    /// <param name="deletes">Rows that may be null all the same: a field that came later gave them no value; null when none may.</param>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindProblem(Column column, int count, bool nullable, DeleteMap? deletes = null)
    {
        if (FindNull(column, count, nullable, deletes) is { } problem)
            return problem;
        return column switch
        {
            BytesColumn bytes => FindInBytes(bytes, count),
            ArrayColumn arrays => FindInArrays(arrays, count),
            _ => PhysicalTypes.Dispatch<FixedChecker, string?>(column.Type, new FixedChecker(column, count)),
        };
    }

    private static string? FindNull(Column column, int count, bool nullable, DeleteMap? deletes)
    {
        if (!column.HasNulls)
            return null;
        if (!nullable)
        {
            for (int row = 0; row < count; row++)
            {
                if (column.IsNull(row) && deletes?[row] != true)
                    return $"row {row} is null, which the schema does not allow";
            }
        }

        if ((count & 63) != 0 && column.NullWords(count >> 6, 1)[0] >> count != 0)
            return $"its nulls name rows behind the last of {count}";
        return null;
    }

    private static string? FindInBytes(BytesColumn column, int count)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<byte> bytes = column.Bytes(row);
            if (!bytes.IsEmpty && column.IsNull(row))
                return $"row {row} is null and has {bytes.Length} bytes";
            if (column.Type == DataType.String && !Utf8.IsValid(bytes))
                return $"the text in row {row} is not UTF-8";
        }

        return null;
    }

    private static string? FindInArrays(ArrayColumn column, int count)
    {
        int end = 0;
        for (int row = 0; row < count; row++)
        {
            column.Range(row, out int start, out int length);
            if (length > 0 && column.IsNull(row))
                return $"row {row} is null and has {length} elements";
            end = start + length;
        }

        return FindProblem(column.Elements, end, nullable: true) is { } problem ? $"of its elements, {problem}" : null;
    }

    private readonly struct FixedChecker(Column column, int count) : IPhysicalVisitor<string?>
    {
        public string? Visit<T>()
            where T : unmanaged
        {
            var values = (FixedColumn<T>)column;
            for (int row = 0; row < count; row++)
            {
                if (column.HasNulls && column.IsNull(row) && !EqualityComparer<T>.Default.Equals(values[row], default))
                    return $"row {row} is null and has a value";
                if (column.Type == DataType.Bool && values[row] is > (byte)1 and byte other)
                    return $"row {row} holds {other}, which is no truth value";
            }

            return null;
        }
    }
}
