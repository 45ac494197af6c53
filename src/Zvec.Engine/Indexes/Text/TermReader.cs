using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Reads the terms of a group one after another.</summary>
internal ref struct TermReader(ReadOnlySpan<byte> group, long postings, int rowCount, string path)
{
    private SpanReader _reader = new(group);
    private long _next = postings;

    /// <summary>The bytes of the present term.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Where the postings of the present term are.</summary>
    public TextTerm Term { get; private set; }

    /// <summary>Moves to the next term; false behind the last one.</summary>
    public bool Next()
    {
        if (_reader.Remaining == 0)
            return false;
        try
        {
            Bytes = _reader.ReadBytes(_reader.ReadCount());
            ulong rows = _reader.ReadVarint();
            ulong frequency = _reader.ReadVarint();
            ulong length = _reader.ReadVarint();
            ulong rowBytes = _reader.ReadVarint();
            ulong positionBytes = _reader.ReadVarint();
            if (rows == 0 || rows > (ulong)rowCount || frequency > int.MaxValue || length > int.MaxValue
                || rowBytes > TextFormat.MostRowBytes || positionBytes > TextFormat.MostPositionBytes)
            {
                throw SectionFileReader.Corrupt(path, $"a term is in {rows} of {rowCount} rows, which have {rowBytes} bytes");
            }

            Term = new TextTerm((int)rows, new Impact((int)frequency, (int)length), _next, (long)rowBytes, (long)positionBytes);
            _next = Term.End;
            return true;
        }
        catch (EndOfStreamException exception)
        {
            throw SectionFileReader.Corrupt(path, $"a term is not readable ({exception.Message})");
        }
    }
}
