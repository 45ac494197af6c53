using System.Text;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Gathers a text index in memory, row by row. One thread adds rows; others read those that were added before they
/// began.</summary>
internal sealed class TextIndexBuilder(TextAnalyzer analyzer, RowLengths lengths)
{
    private readonly ChunkedList<FreshPostings> _postings = new();
    private readonly List<FreshPostings> _touched = [];
    private char[] _text = new char[256];
    private int _tokens;
    private int _visibleTerms;

    /// <summary>The terms, of which those from <see cref="VisibleTerms"/> on are in no row yet.</summary>
    public BytesTable Terms { get; } = new();

    /// <summary>The terms that rows have.</summary>
    public int VisibleTerms => Volatile.Read(ref _visibleTerms);

    public SlicePool Pool { get; } = new();

    /// <summary>The lengths of the rows' texts, and of those of builders before this one.</summary>
    public RowLengths Lengths => lengths;

    /// <summary>Bytes of memory, lengths aside; for the adding thread.</summary>
    public long MemoryBytes =>
        Terms.MemoryBytes + Pool.MemoryBytes + (_postings.Count * (long)FreshPostings.MemoryBytes) + (_text.Length * sizeof(char));

    /// <summary>The postings of a term.</summary>
    public FreshPostings Postings(int term) => _postings[term];

    /// <summary>Adds the next row: number <see cref="RowLengths.Count"/>.</summary>
    public void AddRow(BytesColumn column)
    {
        int row = lengths.Count;
        if (column.IsNull(row))
        {
            lengths.AddMissing();
            return;
        }

        ReadOnlySpan<byte> bytes = column.Bytes(row);
        if (_text.Length < bytes.Length)
            _text = new char[Math.Max(bytes.Length, (int)Math.Min(_text.Length * 2L, Array.MaxLength))];
        int length = Encoding.UTF8.GetChars(bytes, _text);
        var sink = new Sink(this);
        analyzer.Analyze(_text.AsSpan(0, length), ref sink);
        foreach (FreshPostings touched in _touched)
            touched.EndRow(Pool, row, _tokens);
        Volatile.Write(ref _visibleTerms, _postings.Count);
        lengths.Add(_tokens);
        _touched.Clear();
        _tokens = 0;
    }

    private void AddToken(ReadOnlySpan<byte> term, int position)
    {
        int number = Terms.Add(term);
        if (number == _postings.Count)
            _postings.Add(new FreshPostings());
        FreshPostings postings = _postings[number];
        if (postings.AddPosition(Pool, position))
            _touched.Add(postings);
        _tokens++;
    }

    private readonly struct Sink(TextIndexBuilder builder) : ITokenSink
    {
        public void Add(scoped ReadOnlySpan<byte> term, int position, int start, int end) => builder.AddToken(term, position);
    }
}
