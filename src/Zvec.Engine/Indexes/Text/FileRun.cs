using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>A run that was put aside in a file: see <see cref="FileRuns"/>.</summary>
internal sealed class FileRun(Section section) : TermRun
{
    private const int CopiedPiece = 1 << 20;

    private long _termStart;
    private int _termLength;
    private int _count;
    private long _rowAt;
    private long _positionStart;
    private long _positionAt;
    private long _next;

    public override ReadOnlySpan<byte> Term => section.Slice(_termStart, _termLength);

    public override int Count => _count;

    public override bool Next()
    {
        if (_next == section.Length)
            return false;
        long at = _next;
        _termLength = (int)ReadVarint(ref at);
        _termStart = at;
        at += _termLength;
        _count = (int)ReadVarint(ref at);
        long rowBytes = (long)ReadVarint(ref at);
        long positionBytes = (long)ReadVarint(ref at);
        _rowAt = at;
        _positionStart = _positionAt = at + rowBytes;
        _next = _positionStart + positionBytes;
        return true;
    }

    public override int ReadRow(ref int row, out long positionBytes)
    {
        ulong value = ReadVarint(ref _rowAt);
        row += 1 + (int)(value >> 1);
        int frequency = (value & 1) != 0 ? 1 : (int)ReadVarint(ref _rowAt);
        long start = _positionAt;
        for (int left = frequency; left > 0; _positionAt++)
        {
            if (section.Read<byte>(_positionAt) < 0x80)
                left--;
        }

        positionBytes = _positionAt - start;
        return frequency;
    }

    public override void WritePositions(SectionFileWriter file)
    {
        for (long at = _positionStart; at < _next;)
        {
            int piece = (int)Math.Min(_next - at, CopiedPiece);
            file.Write(section.Slice(at, piece));
            at += piece;
        }
    }

    private ulong ReadVarint(ref long at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = section.Read<byte>(at++);
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
