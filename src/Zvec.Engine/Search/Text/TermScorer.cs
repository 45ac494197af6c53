using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Search;

/// <summary>Scores the rows of a term by BM25.</summary>
internal sealed class TermScorer : TextScorer
{
    /// <summary>Rows that are read at once.</summary>
    private const int ReadRows = 128;

    private readonly PostingCursor _cursor;
    private readonly TextIndex _index;
    private readonly SearchedField _field;
    private readonly double _weight;
    private readonly double _rounding;
    private readonly int _rowCount;
    private int[]? _frequencies;
    private int[]? _lengths;
    private int[]? _places;

    /// <param name="cursor">The rows; disposed with this.</param>
    /// <param name="index">Knows how long their texts are.</param>
    /// <param name="field">The statistics.</param>
    /// <param name="weight">What the term contributes at most.</param>
    /// <param name="rows">About how many rows have it.</param>
    /// <param name="most">Bounds what it contributes to any of them.</param>
    /// <param name="scope">The segment.</param>
    public TermScorer(
        PostingCursor cursor, TextIndex index, SearchedField field, double weight, long rows, Impact most, SegmentScope scope)
    {
        _cursor = cursor;
        _index = index;
        _field = field;
        _weight = weight;
        _rounding = scope.Rounding;
        _rowCount = scope.RowCount;
        Cost = rows;
        Most = Contribution(most.Frequency, most.Length);
    }

    public override long Cost { get; }

    public override double Most { get; }

    public override bool ReadsMany => true;

    /// <summary>The places of the term in the present row; valid until the next move.</summary>
    public ReadOnlySpan<int> Positions => _cursor.Positions();

    public override int Seek(int row) => Row = Visible(_cursor.Seek(row));

    public override int Next() => Row = Visible(_cursor.Next());

    public override double Score() => Contribution(_cursor.Frequency, _index.Length(Row));

    public override int Read(int end, Span<int> rows, Span<double> scores)
    {
        rows = rows[..Math.Min(rows.Length, ReadRows)];
        int count = _cursor.Read(Math.Min(end, _rowCount), rows, _frequencies ??= new int[ReadRows]);
        Row = Visible(_cursor.Row);
        ReadOnlySpan<int> frequencies = _frequencies.AsSpan(0, count);
        ReadOnlySpan<int> lengths = Lengths(rows[..count]);
        scores = scores[..frequencies.Length];
        for (int i = 0; i < frequencies.Length; i++)
            scores[i] = Contribution(frequencies[i], lengths[i]);
        return count;
    }

    public override int Keep(Span<int> rows, Span<double> scores)
    {
        int kept = 0;
        _frequencies ??= new int[ReadRows];
        _places ??= new int[ReadRows];
        for (int start = 0; start < rows.Length; start += ReadRows)
        {
            ReadOnlySpan<int> piece = rows[start..Math.Min(rows.Length, start + ReadRows)];
            int count = _cursor.Find(piece, _places, _frequencies);
            for (int i = 0; i < count; i++)
            {
                int place = start + _places[i];
                rows[kept] = rows[place];
                scores[kept++] = scores[place] + Contribution(_frequencies[i], _index.Length(rows[place]));
            }
        }

        Row = Visible(_cursor.Row);
        return kept;
    }

    public override double MostFrom(int row, out int lastRow)
    {
        if (row < Row || Row == End)
        {
            lastRow = Row == End ? End : Row - 1;
            return 0;
        }

        Impact bound = _cursor.BoundFrom(row, out lastRow);
        return Contribution(bound.Frequency, bound.Length);
    }

    public override void Dispose() => _cursor.Dispose();

    private ReadOnlySpan<int> Lengths(ReadOnlySpan<int> rows)
    {
        _lengths ??= new int[ReadRows];
        _index.ReadLengths(rows, _lengths);
        return _lengths.AsSpan(0, rows.Length);
    }

    private int Visible(int row) => row < _rowCount ? row : End;

    // Each step keeps the order of its operands when rounded, so that the contribution of a bound is a bound.
    private double Contribution(int frequency, int length) =>
        _weight - (_weight / (1 + (frequency * _field.SaturationOf(length)))) + _rounding - _rounding;
}
