using System.Text;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Checks that an inverted index says exactly what its column says.</summary>
/// <remarks>Every row that is listed under a value holds it, no row is listed twice, and as many are listed as the column holds pairs of
/// row and value: so none is missing either.</remarks>
internal sealed class InvertedIndexChecker(InvertedIndexReader index, Column column, int rowCount)
{
    private readonly ByteWriter _key = new(64);

    /// <summary>Looks at every value and row.</summary>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public string? FindProblem()
    {
        long pairs = 0;
        var rows = new List<int>();
        byte[] previous = [];
        for (int value = 0; value < index.ValueCount; value++)
        {
            ReadOnlySpan<byte> key = index.KeyAt(value);
            if (value > 0 && key.SequenceCompareTo(previous) <= 0)
                return $"value {value} is not greater than the one before";
            previous = key.ToArray();
            if (!index.TryReadRows(value, rows))
                return $"the rows of value {value} are not readable";
            if (rows.Count == 0)
                return $"value {value} has no rows";
            foreach (int row in rows)
            {
                if (!Holds(row, previous))
                    return $"row {row} is listed under value {value}, which it does not hold";
            }

            pairs += rows.Count;
        }

        long expected = CountPairs();
        if (pairs != expected)
            return $"it lists {pairs} values of rows where the column has {expected}";
        return FindInNulls();
    }

    private string? FindInNulls()
    {
        var nulls = new Bitmap(rowCount);
        var nullElements = new Bitmap(rowCount);
        index.AddNulls(nulls);
        index.AddNullElements(nullElements);
        for (int row = 0; row < rowCount; row++)
        {
            if (nulls[row] != column.IsNull(row))
                return $"it takes row {row} for {(nulls[row] ? "null" : "a value")}, which is wrong";
            if (nullElements[row] != HasNullElement(row))
                return $"it is wrong about null elements in row {row}";
        }

        int count = nulls.CountSet();
        return index.NullCount == count ? null : $"it says that {index.NullCount} rows are null where {count} are";
    }

    private bool Holds(int row, byte[] key)
    {
        if (column.IsNull(row))
            return false;
        if (column is not ArrayColumn arrays)
            return KeyOf(column, row).SequenceEqual(key);
        arrays.Range(row, out int start, out int length);
        for (int element = start; element < start + length; element++)
        {
            if (!arrays.Elements.IsNull(element) && KeyOf(arrays.Elements, element).SequenceEqual(key))
                return true;
        }

        return false;
    }

    private bool HasNullElement(int row)
    {
        if (column is not ArrayColumn arrays || column.IsNull(row) || !arrays.Elements.HasNulls)
            return false;
        arrays.Range(row, out int start, out int length);
        for (int element = start; element < start + length; element++)
        {
            if (arrays.Elements.IsNull(element))
                return true;
        }

        return false;
    }

    private long CountPairs()
    {
        long pairs = 0;
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < rowCount; row++)
        {
            if (column.IsNull(row))
                continue;
            if (column is not ArrayColumn arrays)
            {
                pairs++;
                continue;
            }

            distinct.Clear();
            arrays.Range(row, out int start, out int length);
            for (int element = start; element < start + length; element++)
            {
                if (!arrays.Elements.IsNull(element))
                    distinct.Add(Encoding.Latin1.GetString(KeyOf(arrays.Elements, element)));
            }

            pairs += distinct.Count;
        }

        return pairs;
    }

    private ReadOnlySpan<byte> KeyOf(Column from, int position)
    {
        _key.Clear();
        SortKey.Append(_key, from, position);
        return _key.Written;
    }
}
