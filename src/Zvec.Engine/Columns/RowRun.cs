namespace Zvec.Engine.Columns;

/// <summary>Rows of one column that follow one another.</summary>
/// <param name="Column">The column; null for rows that are all null.</param>
/// <param name="Start">The first row.</param>
/// <param name="Count">The number of rows.</param>
internal readonly record struct RowRun(Column? Column, int Start, int Count)
{
    /// <summary>Joins the rows to be gathered into the longest runs, so that most bytes are copied in large pieces.</summary>
    public static IEnumerable<RowRun> Of(IReadOnlyList<ColumnRows> sources)
    {
        foreach ((Column? source, ReadOnlyMemory<int> rows) in sources)
        {
            Column? column = source is NullColumn ? null : source;
            for (int first = 0; first < rows.Length;)
            {
                int count = column is null ? rows.Length : Consecutive(rows.Span[first..]);
                yield return new RowRun(column, column is null ? 0 : rows.Span[first], count);
                first += count;
            }
        }
    }

    /// <summary>The elements that the arrays of the given rows hold.</summary>
    public static IEnumerable<RowRun> OfElements(IEnumerable<RowRun> runs)
    {
        foreach (RowRun run in runs)
        {
            if (run.Column is not ArrayColumn column)
                continue;
            column.Range(run.Start, out int start, out _);
            column.Range(run.Start + run.Count - 1, out int lastStart, out int lastLength);
            if (lastStart + lastLength > start)
                yield return new RowRun(column.Elements, start, lastStart + lastLength - start);
        }
    }

    private static int Consecutive(ReadOnlySpan<int> rows)
    {
        int count = 1;
        while (count < rows.Length && rows[count] == rows[0] + count)
            count++;
        return count;
    }
}
