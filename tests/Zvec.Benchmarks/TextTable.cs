namespace Zvec.Benchmarks;

/// <summary>A table of plain text: the first column and those without a head to the left, the others to the right.</summary>
internal sealed class TextTable(params string[] head)
{
    private readonly List<string[]> _rows = [head];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, head.Length).Select(column => _rows.Max(row => row[column].Length))];
        for (int row = 0; row < _rows.Count; row++)
        {
            writer.WriteLine(string.Join("  ", _rows[row].Select((cell, column) =>
                column == 0 || head[column].Length == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
            if (row == 0)
                writer.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));
        }
    }
}
