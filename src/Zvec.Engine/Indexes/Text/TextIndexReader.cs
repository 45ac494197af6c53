using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>A text index that is mapped. The layout is that of <see cref="TextFormat"/>.</summary>
internal sealed class TextIndexReader : TextIndex
{
    private const int GroupBytes = 2 * sizeof(long);

    private readonly string _path;
    private readonly Section _lengths;
    private readonly Section _terms;
    private readonly Section _groups;
    private readonly int _lengthBytes;
    private readonly int _groupCount;

    private TextIndexReader(SectionFileReader file, int rowCount)
    {
        _path = file.Path;
        ReadOnlySpan<byte> bytes = file.GetSection(TextFormat.Header).AsSpan<byte>(TextFormat.HeaderLength);
        var header = new SpanReader(bytes);
        int rows = header.ReadInt32();
        TextCount = header.ReadInt32();
        TokenCount = header.ReadInt64();
        long terms = header.ReadInt64();
        Fingerprint = header.ReadUInt64();
        _lengthBytes = header.ReadInt32();
        int blockLength = header.ReadInt32();
        if (rows != rowCount)
            throw SectionFileReader.Corrupt(_path, $"it indexes {rows} rows where {rowCount} were expected");
        if ((uint)TextCount > (uint)rows || TokenCount < 0 || terms < 0 || terms > int.MaxValue)
            throw SectionFileReader.Corrupt(_path, $"it names {TextCount} texts of {TokenCount} tokens and {terms} terms in {rows} rows");
        if (_lengthBytes is not (1 or 2 or 4) || blockLength != BitPacking.BlockLength)
            throw SectionFileReader.Corrupt(_path, $"lengths of {_lengthBytes} bytes and blocks of {blockLength} rows are not known");
        RowCount = rows;
        TermCount = (int)terms;
        _groupCount = (int)((terms + TextFormat.GroupLength - 1) / TextFormat.GroupLength);
        _lengths = file.GetSection(TextFormat.Lengths);
        _terms = file.GetSection(TextFormat.Terms);
        _groups = file.GetSection(TextFormat.Groups);
        Postings = file.GetSection(TextFormat.Postings);
        if (_lengths.Length != (long)rows * _lengthBytes || _groups.Length != (long)_groupCount * GroupBytes)
            throw SectionFileReader.Corrupt(_path, $"its lengths and groups of {_lengths.Length} and {_groups.Length} bytes do not fit");
    }

    public override int RowCount { get; }

    public override int TextCount { get; }

    public override long TokenCount { get; }

    /// <summary>The number of terms.</summary>
    public int TermCount { get; }

    /// <summary>The analysis that made the terms: see <see cref="TextFormat.Fingerprint"/>.</summary>
    public ulong Fingerprint { get; }

    /// <summary>The postings of all terms.</summary>
    public Section Postings { get; }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: the file is not an index of that number of
    /// rows.</exception>
    public static TextIndexReader Open(SectionFileReader file, int rowCount) => new(file, rowCount);

    public override int Length(int row)
    {
        int length = _lengthBytes switch
        {
            1 => _lengths.Read<byte>(row),
            2 => _lengths.Read<ushort>(row),
            _ => _lengths.Read<int>(row),
        };
        return length >= 0 ? length : throw SectionFileReader.Corrupt(_path, $"the text of row {row} has {length} tokens");
    }

    public override void ReadLengths(ReadOnlySpan<int> rows, Span<int> lengths)
    {
        if (_lengthBytes != sizeof(byte))
        {
            base.ReadLengths(rows, lengths);
            return;
        }

        ReadOnlySpan<byte> all = _lengths.AsSpan<byte>(RowCount);
        for (int i = 0; i < rows.Length; i++)
            lengths[i] = all[rows[i]];
    }

    public override bool TryFind(ReadOnlySpan<byte> term, out TermEntry entry)
    {
        entry = default;
        int group = LastGroupBefore(term);
        if (group < 0)
            return false;
        int number = group * TextFormat.GroupLength;
        TermReader reader = ReadGroup(group);
        for (; reader.Next(); number++)
        {
            int order = reader.Bytes.SequenceCompareTo(term);
            if (order > 0)
                return false;
            if (order < 0)
                continue;
            entry = new TermEntry(number, reader.Term.RowCount, reader.Term.MostImpact);
            return true;
        }

        return false;
    }

    public override void FindPrefix(ReadOnlySpan<byte> prefix, int most, List<TermEntry> into)
    {
        int added = 0;
        for (int group = Math.Max(0, LastGroupBefore(prefix)); group < _groupCount; group++)
        {
            int number = group * TextFormat.GroupLength;
            TermReader reader = ReadGroup(group);
            for (; reader.Next(); number++)
            {
                if (reader.Bytes.StartsWith(prefix))
                {
                    if (added++ == most)
                        return;
                    into.Add(new TermEntry(number, reader.Term.RowCount, reader.Term.MostImpact));
                }
                else if (reader.Bytes.SequenceCompareTo(prefix) > 0)
                {
                    return;
                }
            }
        }
    }

    public override PostingCursor Open(TermEntry entry)
    {
        TermReader reader = ReadGroup(entry.Number / TextFormat.GroupLength);
        for (int i = 0; i <= entry.Number % TextFormat.GroupLength; i++)
        {
            if (!reader.Next())
                throw SectionFileReader.Corrupt(_path, $"term {entry.Number} is missing");
        }

        return new TextCursor(this, reader.Term, _path);
    }

    /// <summary>The terms of a group, in order.</summary>
    /// <param name="group">From 0 on; of <see cref="TextFormat.GroupLength"/> terms each, the last one of the rest.</param>
    public TermReader ReadGroup(int group)
    {
        long start = _groups.Read<long>(group * 2L);
        long end = group + 1 < _groupCount ? _groups.Read<long>((group + 1) * 2L) : _terms.Length;
        if (end <= start || end - start > Array.MaxLength)
            throw SectionFileReader.Corrupt(_path, $"group {group} of its terms reaches from byte {start} to {end}");
        return new TermReader(_terms.Slice(start, (int)(end - start)), _groups.Read<long>((group * 2L) + 1), RowCount, _path);
    }

    /// <summary>The last group that begins with a term before or equal to another; −1 when none does.</summary>
    private int LastGroupBefore(ReadOnlySpan<byte> term)
    {
        int low = 0, high = _groupCount;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            TermReader reader = ReadGroup(middle);
            if (reader.Next() && reader.Bytes.SequenceCompareTo(term) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }
}
