using System.Buffers.Binary;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Writes the text index of a column. The layout is that of <see cref="TextFormat"/>.</summary>
/// <remarks>Rows are gathered in memory; when that takes more than it may, what was gathered is put aside in a file
/// (<see cref="FileRun"/>), and in the end all such runs are merged, term by term.</remarks>
internal sealed class TextIndexWriter
{
    /// <summary>Rows and terms between two looks at whether to stop; a power of two.</summary>
    private const int GlanceLength = 1 << 8;

    private const int FlushLength = 1 << 15;

    /// <summary>For each row the sums of <see cref="RowLengths"/>.</summary>
    public const long MemoryPerRow = 12;

    /// <summary>Postings, positions and terms; less the longer the texts are.</summary>
    private const long MemoryPerTextByte = 2;

    /// <summary>Buffers, and chunks that are not full.</summary>
    private const long LeastBytes = 1 << 20;

    private readonly SectionFileWriter _file;
    private readonly BytesColumn _column;
    private readonly int _rowCount;
    private readonly TextIndexOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly RowLengths _lengths = new();
    private readonly ByteWriter _terms = new();
    private readonly ByteWriter _groups = new();
    private long _termCount;

    private TextIndexWriter(
        SectionFileWriter file, BytesColumn column, int rowCount, TextIndexOptions options, CancellationToken cancellation)
    {
        _file = file;
        _column = column;
        _rowCount = rowCount;
        _options = options;
        _cancellation = cancellation;
    }

    /// <summary>Writes the sections of the index; the caller finishes the file.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="column">The texts.</param>
    /// <param name="rowCount">How many rows of the column.</param>
    /// <param name="options">How texts are analyzed.</param>
    /// <param name="runs">Where what does not fit into memory goes meanwhile.</param>
    /// <param name="cancellation">Gives the index up between some rows.</param>
    public static void Write(
        SectionFileWriter file,
        BytesColumn column,
        int rowCount,
        TextIndexOptions options,
        FileRuns runs,
        CancellationToken cancellation = default)
    {
        var writer = new TextIndexWriter(file, column, rowCount, options, cancellation);
        writer.WritePostings(writer.Gather(runs));
        writer.WriteTerms();
        int width = writer.WriteLengths();
        writer.WriteHeader(width);
    }

    /// <summary>About what gathering takes for ordinary texts, in bytes. It takes less when it may not have as much.</summary>
    /// <param name="column">The texts.</param>
    /// <param name="rowCount">How many rows of the column.</param>
    public static long EstimateBytes(BytesColumn column, int rowCount) =>
        LeastBytes + (TextBytes(column, rowCount) * MemoryPerTextByte) + (rowCount * MemoryPerRow);

    /// <summary>About what the file takes, in bytes.</summary>
    /// <param name="column">The texts.</param>
    /// <param name="rowCount">How many rows of the column.</param>
    public static long EstimateFileBytes(BytesColumn column, int rowCount) =>
        FlushLength + TextBytes(column, rowCount) + (rowCount * (long)sizeof(int));

    private static long TextBytes(BytesColumn column, int rowCount)
    {
        long bytes = 0;
        for (int row = 0; row < rowCount; row++)
            bytes += column.Bytes(row).Length;
        return bytes;
    }

    private List<TermRun> Gather(FileRuns runs)
    {
        TextAnalyzer analyzer = TextAnalyzer.For(_options);
        var builder = new TextIndexBuilder(analyzer, _lengths);
        for (int row = 0; row < _rowCount; row++)
        {
            if ((row & (GlanceLength - 1)) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (row > 0 && builder.MemoryBytes + _lengths.MemoryBytes > runs.MemoryBytes)
                {
                    runs.Add(new BuilderRun(builder), _cancellation);
                    builder = new TextIndexBuilder(analyzer, _lengths);
                }
            }

            builder.AddRow(_column);
        }

        return [.. runs.Open(), new BuilderRun(builder)];
    }

    private void WritePostings(List<TermRun> runs)
    {
        _file.BeginSection(TextFormat.Postings);
        var postings = new PostingsWriter(_file, _lengths);
        List<TermRun> left = [.. runs.Where(run => run.Next())];
        var sharing = new List<TermRun>();
        while (left.Count > 0)
        {
            if ((_termCount & (GlanceLength - 1)) == 0)
                _cancellation.ThrowIfCancellationRequested();
            FindLeast(left, sharing);
            long start = postings.Length;
            TextTerm term = postings.Write(sharing);
            AddTerm(sharing[0].Term, start, term);
            foreach (TermRun run in sharing)
            {
                if (!run.Next())
                    left.Remove(run);
            }
        }

        _file.EndSection();
    }

    /// <summary>The runs whose present term is the least, in their order.</summary>
    private static void FindLeast(List<TermRun> runs, List<TermRun> least)
    {
        least.Clear();
        foreach (TermRun run in runs)
        {
            int order = least.Count == 0 ? -1 : run.Term.SequenceCompareTo(least[0].Term);
            if (order > 0)
                continue;
            if (order < 0)
                least.Clear();
            least.Add(run);
        }
    }

    private void AddTerm(ReadOnlySpan<byte> bytes, long start, TextTerm term)
    {
        if (_termCount++ % TextFormat.GroupLength == 0)
        {
            _groups.WriteInt64(_terms.Length);
            _groups.WriteInt64(start);
        }

        _terms.WriteVarint((ulong)bytes.Length);
        _terms.WriteBytes(bytes);
        _terms.WriteVarint((ulong)term.RowCount);
        _terms.WriteVarint((ulong)term.MostImpact.Frequency);
        _terms.WriteVarint((ulong)term.MostImpact.Length);
        _terms.WriteVarint((ulong)term.RowBytes);
        _terms.WriteVarint((ulong)term.PositionBytes);
    }

    private void WriteTerms()
    {
        _file.WriteSection(TextFormat.Terms, _terms.Written);
        _file.WriteSection(TextFormat.Groups, _groups.Written);
    }

    /// <returns>The bytes of each.</returns>
    private int WriteLengths()
    {
        int longest = 0;
        for (int row = 0; row < _rowCount; row++)
            longest = Math.Max(longest, _lengths[row]);
        int width = longest <= byte.MaxValue ? 1 : longest <= ushort.MaxValue ? 2 : 4;
        var buffer = new ByteWriter(FlushLength + sizeof(int));
        _file.BeginSection(TextFormat.Lengths);
        Span<byte> length = stackalloc byte[sizeof(int)];
        for (int row = 0; row < _rowCount; row++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, _lengths[row]);
            buffer.WriteBytes(length[..width]);
            if (buffer.Length < FlushLength)
                continue;
            _cancellation.ThrowIfCancellationRequested();
            _file.Write(buffer.Written);
            buffer.Clear();
        }

        _file.Write(buffer.Written);
        _file.EndSection();
        return width;
    }

    private void WriteHeader(int width)
    {
        var header = new ByteWriter(TextFormat.HeaderLength);
        header.WriteInt32(_rowCount);
        header.WriteInt32(_lengths.TextsBefore(_rowCount));
        header.WriteInt64(_lengths.TokensBefore(_rowCount));
        header.WriteInt64(_termCount);
        header.WriteUInt64(TextFormat.Fingerprint(_options));
        header.WriteInt32(width);
        header.WriteInt32(BitPacking.BlockLength);
        header.WriteInt64(0);
        _file.WriteSection(TextFormat.Header, header.Written);
    }
}
