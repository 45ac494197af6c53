using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Writes the postings of terms, one term after another.</summary>
internal sealed class PostingsWriter(SectionFileWriter file, RowLengths lengths)
{
    private const int BlockLength = BitPacking.BlockLength;
    private const int FlushLength = 1 << 15;

    private readonly ByteWriter _rows = new(FlushLength);
    private readonly ByteWriter _blocks = new();
    private readonly uint[] _gaps = new uint[BlockLength];
    private readonly uint[] _frequencies = new uint[BlockLength]; // less 1
    private int _count;
    private int _inBlock;
    private int _lastRow;
    private long _rowBytes;
    private long _positionBytes;
    private long _blockPositions;
    private Impact _impact;
    private Impact _most;

    /// <summary>The bytes of all terms so far.</summary>
    public long Length { get; private set; }

    /// <summary>Writes a term.</summary>
    /// <param name="runs">The term in each run that has it, in the order of their rows.</param>
    /// <returns>Where it is.</returns>
    public TextTerm Write(List<TermRun> runs)
    {
        long start = Length;
        Begin();
        foreach (TermRun run in runs)
        {
            int row = -1;
            for (int left = run.Count; left > 0; left--)
            {
                int frequency = run.ReadRow(ref row, out long positionBytes);
                Add(row, frequency, positionBytes);
            }
        }

        EndRows();
        foreach (TermRun run in runs)
            run.WritePositions(file);
        var term = new TextTerm(_count, _most, start, _rowBytes, _positionBytes);
        Length = term.End;
        return term;
    }

    private void Begin()
    {
        _count = 0;
        _inBlock = 0;
        _lastRow = -1;
        _rowBytes = 0;
        _positionBytes = 0;
        _blockPositions = 0;
        _most = _impact = new Impact(0, int.MaxValue);
        _blocks.Clear();
    }

    private void Add(int row, int frequency, long positionBytes)
    {
        _gaps[_inBlock] = (uint)(row - _lastRow - 1);
        _frequencies[_inBlock++] = (uint)(frequency - 1);
        _lastRow = row;
        _positionBytes += positionBytes;
        _impact = new Impact(Math.Max(_impact.Frequency, frequency), Math.Min(_impact.Length, lengths[row]));
        _count++;
        if (_inBlock == BlockLength)
            WriteFull();
    }

    private void WriteFull()
    {
        int gapBits = BitPacking.BitsFor(_gaps);
        int frequencyBits = BitPacking.BitsFor(_frequencies);
        EndBlock(gapBits, frequencyBits);
        BitPacking.Pack(_gaps, gapBits, _rows.Reserve(BitPacking.ByteLength(gapBits)));
        BitPacking.Pack(_frequencies, frequencyBits, _rows.Reserve(BitPacking.ByteLength(frequencyBits)));
        FlushRows(FlushLength);
    }

    private void EndRows()
    {
        if (_inBlock > 0)
        {
            int rest = _inBlock;
            EndBlock(0, 0);
            for (int i = 0; i < rest; i++)
            {
                _rows.WriteVarint(((ulong)_gaps[i] << 1) | (_frequencies[i] == 0 ? 1UL : 0));
                if (_frequencies[i] > 0)
                    _rows.WriteVarint(_frequencies[i] + 1);
            }
        }

        FlushRows(1);
        if (_count >= BlockLength)
            file.Write(_blocks.Written);
    }

    private void EndBlock(int gapBits, int frequencyBits)
    {
        long start = _rowBytes + _rows.Length;
        if (start > TextFormat.MostRowBytes || _positionBytes > TextFormat.MostPositionBytes)
            throw new InvalidOperationException($"The postings of a term take more than {start} and {_positionBytes} bytes.");
        var block = new TextBlock(_lastRow, _impact, (uint)(start / 16), _blockPositions, gapBits, frequencyBits);
        _blocks.WriteBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<TextBlock>(in block)));
        _most = new Impact(Math.Max(_most.Frequency, _impact.Frequency), Math.Min(_most.Length, _impact.Length));
        _impact = new Impact(0, int.MaxValue);
        _blockPositions = _positionBytes;
        _inBlock = 0;
    }

    private void FlushRows(int atLeast)
    {
        if (_rows.Length < atLeast)
            return;
        file.Write(_rows.Written);
        _rowBytes += _rows.Length;
        _rows.Clear();
    }
}
