using System.Buffers;
using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Search;

/// <summary>The rows of many terms as if they were one, gathered before they are walked. It has no positions.</summary>
internal sealed class GatheredCursor : PostingCursor
{
    private const int BlockRows = 128;

    private readonly int[] _rows;
    private readonly int[] _frequencies;
    private readonly Impact[] _impacts;
    private int _place = -1;

    private GatheredCursor(int[] rows, int[] frequencies, Impact[] impacts)
    {
        _rows = rows;
        _frequencies = frequencies;
        _impacts = impacts;
    }

    public int RowCount => _rows.Length;

    /// <summary>A bound of what the terms contribute to any row's score.</summary>
    public Impact MostImpact { get; private init; }

    public override int Frequency => _frequencies[_place];

    /// <summary>Gathers the rows of terms.</summary>
    /// <param name="index">The index.</param>
    /// <param name="entries">The terms.</param>
    /// <param name="rowCount">Rows from this one on are left out.</param>
    /// <param name="cancellation">Stops between two terms.</param>
    public static GatheredCursor Gather(TextIndex index, List<TermEntry> entries, int rowCount, CancellationToken cancellation)
    {
        int[] byRow = ArrayPool<int>.Shared.Rent(rowCount);
        try
        {
            Array.Clear(byRow, 0, rowCount);
            int count = 0;
            foreach (TermEntry entry in entries)
            {
                cancellation.ThrowIfCancellationRequested();
                using PostingCursor cursor = index.Open(entry);
                for (int row = cursor.Next(); row < rowCount; row = cursor.Next())
                {
                    count += byRow[row] == 0 ? 1 : 0;
                    byRow[row] += cursor.Frequency;
                }
            }

            return From(byRow.AsSpan(0, rowCount), count, index);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(byRow);
        }
    }

    public override int Next()
    {
        if (_place < _rows.Length)
            _place++;
        return Arrive();
    }

    public override int Seek(int row)
    {
        if (row <= Row)
            return Row;
        int found = _rows.AsSpan(_place + 1).BinarySearch(row);
        _place += 1 + (found < 0 ? ~found : found);
        return Arrive();
    }

    public override Impact BoundFrom(int row, out int lastRow)
    {
        int from = Math.Max(0, _place);
        int found = _rows.AsSpan(from).BinarySearch(row);
        int place = from + (found < 0 ? ~found : found);
        if (place >= _rows.Length)
        {
            lastRow = End;
            return new Impact(0, 1);
        }

        int block = place / BlockRows;
        lastRow = _rows[Math.Min(((block + 1) * BlockRows) - 1, _rows.Length - 1)];
        return _impacts[block];
    }

    public override ReadOnlySpan<int> Positions() => throw new NotSupportedException("Gathered rows have no positions.");

    public override void Dispose()
    {
        // arrays need no disposal
    }

    private static GatheredCursor From(ReadOnlySpan<int> byRow, int count, TextIndex index)
    {
        int[] rows = new int[count];
        int[] frequencies = new int[count];
        var impacts = new Impact[(count + BlockRows - 1) / BlockRows];
        Array.Fill(impacts, new Impact(0, int.MaxValue));
        var most = new Impact(0, int.MaxValue);
        int place = 0;
        for (int row = byRow.IndexOfAnyExcept(0); place < count; row += 1 + byRow[(row + 1)..].IndexOfAnyExcept(0))
        {
            rows[place] = row;
            frequencies[place] = byRow[row];
            int length = index.Length(row);
            impacts[place / BlockRows] = Widen(impacts[place / BlockRows], byRow[row], length);
            most = Widen(most, byRow[row], length);
            place++;
        }

        return new GatheredCursor(rows, frequencies, impacts) { MostImpact = most };
    }

    private static Impact Widen(Impact impact, int frequency, int length) =>
        new(Math.Max(impact.Frequency, frequency), Math.Min(impact.Length, length));

    private int Arrive() => Row = _place < _rows.Length ? _rows[_place] : End;
}
