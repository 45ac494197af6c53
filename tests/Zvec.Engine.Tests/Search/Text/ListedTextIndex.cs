using System.Text;
using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Tests.Search.Text;

/// <summary>A text index as plain lists, with blocks of a few rows.</summary>
internal sealed class ListedTextIndex : TextIndex
{
    private readonly int _blockRows;
    private readonly string?[] _texts;
    private readonly int[] _lengths;
    private readonly SortedDictionary<string, List<(int Row, List<int> Positions)>> _terms = new(StringComparer.Ordinal);
    private readonly List<List<(int Row, List<int> Positions)>> _lists = [];
    private readonly Dictionary<string, int> _numbers = [];

    /// <param name="texts">The texts by row; null for none.</param>
    /// <param name="blockRows">The rows of a block.</param>
    public ListedTextIndex(string?[] texts, int blockRows)
    {
        _texts = texts;
        _blockRows = blockRows;
        _lengths = new int[texts.Length];
        for (int row = 0; row < texts.Length; row++)
        {
            string[] words = WordsOf(texts[row]);
            _lengths[row] = words.Length;
            for (int position = 0; position < words.Length; position++)
            {
                if (!_terms.TryGetValue(words[position], out List<(int Row, List<int> Positions)>? rows))
                    _terms.Add(words[position], rows = []);
                if (rows.Count == 0 || rows[^1].Row != row)
                    rows.Add((row, []));
                rows[^1].Positions.Add(position);
            }
        }

        foreach ((string term, List<(int Row, List<int> Positions)> rows) in _terms)
        {
            _numbers.Add(term, _lists.Count);
            _lists.Add(rows);
        }
    }

    public override int RowCount => _texts.Length;

    public override int TextCount => _texts.Count(text => text is not null);

    public override long TokenCount => _lengths.Sum();

    public static string[] WordsOf(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public override int Length(int row) => _lengths[row];

    public override bool TryFind(ReadOnlySpan<byte> term, out TermEntry entry)
    {
        bool found = _numbers.TryGetValue(Encoding.UTF8.GetString(term), out int number);
        entry = found ? Entry(number) : default;
        return found;
    }

    public override void FindPrefix(ReadOnlySpan<byte> prefix, int most, List<TermEntry> into)
    {
        string begin = Encoding.UTF8.GetString(prefix);
        into.AddRange(_terms.Keys.Where(term => term.StartsWith(begin, StringComparison.Ordinal)).Take(most).Select(term => Entry(_numbers[term])));
    }

    public override PostingCursor Open(TermEntry entry) => new Cursor(this, _lists[entry.Number]);

    private TermEntry Entry(int number) => new(number, _lists[number].Count, Bound(_lists[number]));

    private Impact Bound(IEnumerable<(int Row, List<int> Positions)> rows) =>
        new(rows.Max(row => row.Positions.Count), rows.Min(row => _lengths[row.Row]));

    private sealed class Cursor(ListedTextIndex index, List<(int Row, List<int> Positions)> rows) : PostingCursor
    {
        private int _place = -1;

        public override int Frequency => rows[_place].Positions.Count;

        public override int Next()
        {
            _place++;
            return Row = _place < rows.Count ? rows[_place].Row : End;
        }

        public override int Seek(int row)
        {
            while (Row < row)
                Next();
            return Row;
        }

        public override Impact BoundFrom(int row, out int lastRow)
        {
            Assert.True(row >= Row, $"A bound from row {row} was asked behind it, at {Row}.");
            int place = rows.FindIndex(one => one.Row >= row);
            if (place < 0)
            {
                lastRow = End;
                return new Impact(0, 1);
            }

            int block = place / index._blockRows * index._blockRows;
            (int Row, List<int> Positions)[] inBlock = [.. rows.Skip(block).Take(index._blockRows)];
            lastRow = inBlock[^1].Row;
            return index.Bound(inBlock);
        }

        public override ReadOnlySpan<int> Positions() => rows[_place].Positions.ToArray();

        public override void Dispose()
        {
            // lists need no disposal
        }
    }
}
