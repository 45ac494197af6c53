using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>The terms of a <see cref="TextIndexBuilder"/> to which nothing is added any more.</summary>
internal sealed class BuilderRun(TextIndexBuilder builder) : TermRun
{
    private const int CopiedPiece = 1 << 14;

    private readonly int[] _order = builder.Terms.Sort();
    private readonly ByteWriter _copy = new(CopiedPiece);
    private int _next;
    private FreshPostings? _postings;
    private SliceReader _rows;
    private SliceReader _positions;

    public override ReadOnlySpan<byte> Term => builder.Terms[_order[_next - 1]];

    public override int Count => _postings!.Count;

    /// <summary>The bytes of the present term's rows, and of its positions.</summary>
    public (long Rows, long Positions) Lengths => _postings!.Lengths;

    public override bool Next()
    {
        if (_next == _order.Length)
            return false;
        _postings = builder.Postings(_order[_next++]);
        _rows = new SliceReader(builder.Pool, _postings.Start.Rows);
        _positions = new SliceReader(builder.Pool, _postings.Start.Positions);
        return true;
    }

    public override int ReadRow(ref int row, out long positionBytes)
    {
        int frequency = FreshPostings.Read(ref _rows, ref row);
        positionBytes = _positions.Skip(frequency);
        return frequency;
    }

    public override void WritePositions(SectionFileWriter file) => Copy(_postings!.Start.Positions, Lengths.Positions, file);

    /// <summary>Writes the rows of the term as they are.</summary>
    public void WriteRows(SectionFileWriter file) => Copy(_postings!.Start.Rows, Lengths.Rows, file);

    private void Copy(SlicePosition start, long bytes, SectionFileWriter file)
    {
        var reader = new SliceReader(builder.Pool, start);
        while (bytes > 0)
        {
            _copy.Clear();
            int piece = (int)Math.Min(bytes, CopiedPiece);
            reader.CopyTo(_copy.Reserve(piece));
            file.Write(_copy.Written);
            bytes -= piece;
        }
    }
}
