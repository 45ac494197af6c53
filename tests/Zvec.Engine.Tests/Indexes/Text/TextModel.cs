using System.Text;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Columns;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Text;

/// <summary>What a text index must say, found out the simple way; and the ways to make one.</summary>
internal sealed class TextModel
{
    private readonly SortedDictionary<string, List<(int Row, List<int> Positions)>> _terms = new(StringComparer.Ordinal);
    private readonly List<int> _lengths = [];
    private readonly int _texts;

    public TextModel(IEnumerable<string?> texts)
    {
        TextAnalyzer analyzer = TextAnalyzer.For(new TextIndexOptions());
        foreach (string? text in texts)
        {
            int row = _lengths.Count;
            var sink = new Sink();
            if (text is not null)
            {
                analyzer.Analyze(text, ref sink);
                _texts++;
            }

            _lengths.Add(sink.Tokens.Count);
            foreach ((string term, int position) in sink.Tokens)
            {
                if (!_terms.TryGetValue(term, out List<(int Row, List<int> Positions)>? rows))
                    _terms.Add(term, rows = []);
                if (rows.Count == 0 || rows[^1].Row != row)
                    rows.Add((row, []));
                rows[^1].Positions.Add(position);
            }
        }
    }

    public static Column Column(IEnumerable<string?> texts) => ColumnValues.Build(DataType.String, texts).Column;

    /// <summary>The content of the file of an index.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="runBytes">The memory that gathering may take.</param>
    public static byte[] File(IReadOnlyCollection<string?> texts, long runBytes = long.MaxValue)
    {
        var disk = new MemoryFileSystem("/");
        using var runs = new FileRuns(disk, "/runs", runBytes);
        return SectionBytes.Write(FileKind.Text, TextFormat.Version, file =>
            TextIndexWriter.Write(file, (BytesColumn)Column(texts), texts.Count, new TextIndexOptions(), runs));
    }

    public static SectionFileReader Open(byte[] content, bool verify = true) =>
        SectionBytes.Open(content, FileKind.Text, TextFormat.Version, verify);

    /// <summary>Words of which some are in nearly all texts and some in one; some texts are null or empty.</summary>
    public static string?[] RandomTexts(int count, int words, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(row => random.Next(12) switch
            {
                0 => null,
                1 => "",
                _ => string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"w{(int)(words * Math.Pow(random.NextDouble(), 4))}")),
            }),
        ];
    }

    /// <summary>Compares everything that an index says.</summary>
    public void AssertSame(TextIndex index, int seed = 1)
    {
        var random = new Random(seed);
        Assert.Equal(_lengths.Count, index.RowCount);
        Assert.Equal(_texts, index.TextCount);
        Assert.Equal(_lengths.Sum(length => (long)length), index.TokenCount);
        for (int row = 0; row < _lengths.Count; row++)
            Assert.Equal(_lengths[row], index.Length(row));
        foreach ((string term, List<(int Row, List<int> Positions)> rows) in _terms)
            AssertTerm(index, term, rows, random);
        foreach (string absent in new[] { "", "a", "nothere", "w", "zzz", "\uFFFF" })
            Assert.Equal(_terms.ContainsKey(absent), index.TryFind(Encoding.UTF8.GetBytes(absent), out _));
        string[] ordered = [.. _terms.Keys.OrderBy(term => term, Comparer<string>.Create((a, b) => Bytes(a).AsSpan().SequenceCompareTo(Bytes(b))))];
        foreach (string prefix in ordered.Where(_ => random.Next(ordered.Length) < 30).Select(term => term[..Math.Min(term.Length, random.Next(1, 4))]).Append("nothere"))
            AssertPrefix(index, prefix, ordered, random.Next(1, 40));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private void AssertPrefix(TextIndex index, string prefix, string[] ordered, int most)
    {
        var found = new List<TermEntry>();
        index.FindPrefix(Bytes(prefix), most, found);
        string[] expected = [.. ordered.Where(term => term.StartsWith(prefix, StringComparison.Ordinal)).Take(most)];
        Assert.Equal(expected.Length, found.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(index.TryFind(Bytes(expected[i]), out TermEntry entry));
            Assert.Equal(entry.Number, found[i].Number);
            List<(int Row, List<int> Positions)> rows = _terms[expected[i]];
            Assert.Equal(rows.Count, found[i].RowCount);

            // a bound may have become wider between the two, by rows that are not asked for
            foreach (Impact bound in new[] { entry.MostImpact, found[i].MostImpact })
            {
                Assert.InRange(rows.Max(one => one.Positions.Count), 1, bound.Frequency);
                Assert.InRange(rows.Min(one => _lengths[one.Row]), bound.Length, int.MaxValue);
            }
        }
    }

    private void AssertTerm(TextIndex index, string term, List<(int Row, List<int> Positions)> rows, Random random)
    {
        Assert.True(index.TryFind(Bytes(term), out TermEntry entry), term);
        Assert.Equal(rows.Count, entry.RowCount);
        using (PostingCursor cursor = index.Open(entry))
        {
            Assert.Equal(-1, cursor.Row);
            foreach ((int row, List<int> positions) in rows)
            {
                AssertBound(cursor, entry, rows, random.Next(cursor.Row + 1, row + 1));
                Assert.Equal(row, cursor.Next());
                Assert.Equal(row, cursor.Row);
                Assert.Equal(positions.Count, cursor.Frequency);
                if (random.Next(3) == 0)
                    Assert.Equal(positions, cursor.Positions().ToArray());
                if (random.Next(3) == 0)
                    Assert.Equal(positions, cursor.Positions().ToArray());
            }

            AssertEnd(cursor);
        }

        AssertRead(index, entry, rows, random);
        AssertFind(index, entry, rows, random);
        foreach (int step in new[] { 1, Math.Max(1, _lengths.Count / 50), Math.Max(1, _lengths.Count / 3) })
        {
            using PostingCursor cursor = index.Open(entry);
            int target = 0;
            while (true)
            {
                target += random.Next(step + 1);
                AssertBound(cursor, entry, rows, Math.Max(target, cursor.Row));
                int place = rows.FindIndex(one => one.Row >= Math.Max(target, cursor.Row));
                if (random.Next(4) == 0)
                {
                    place = rows.FindIndex(one => one.Row > cursor.Row);
                    cursor.Next();
                }
                else
                {
                    Assert.Equal(cursor.Seek(target), cursor.Row);
                }

                if (place < 0)
                    break;
                Assert.Equal(rows[place].Row, cursor.Row);
                Assert.Equal(rows[place].Positions.Count, cursor.Frequency);
                if (random.Next(2) == 0)
                    Assert.Equal(rows[place].Positions, cursor.Positions().ToArray());
                target = cursor.Row + 1;
            }

            AssertEnd(cursor);
        }
    }

    /// <summary>Reads many rows at once, and between them single ones.</summary>
    private void AssertRead(TextIndex index, TermEntry entry, List<(int Row, List<int> Positions)> rows, Random random)
    {
        using PostingCursor cursor = index.Open(entry);
        int[] read = new int[random.Next(1, 200)];
        int[] frequencies = new int[read.Length];
        int[] lengths = new int[read.Length];
        int place = 0;
        cursor.Next();
        while (place < rows.Count)
        {
            Assert.Equal(rows[place].Row, cursor.Row);
            int end = random.Next(4) == 0 ? PostingCursor.End : rows[place].Row + random.Next(_lengths.Count / 3 + 2);
            int count = cursor.Read(end, read, frequencies);
            Assert.Equal(end > rows[place].Row, count > 0);
            index.ReadLengths(read.AsSpan(0, count), lengths);
            for (int i = 0; i < count; i++, place++)
            {
                Assert.Equal(rows[place].Row, read[i]);
                Assert.True(read[i] < end);
                Assert.Equal(rows[place].Positions.Count, frequencies[i]);
                Assert.Equal(_lengths[read[i]], lengths[i]);
            }

            if (place == rows.Count || random.Next(3) > 0)
                continue;
            Assert.Equal(rows[place].Row, cursor.Row);
            Assert.Equal(rows[place].Positions.Count, cursor.Frequency);
            Assert.Equal(rows[place].Positions, cursor.Positions().ToArray());
            cursor.Next();
            place++;
        }

        AssertEnd(cursor);
    }

    /// <summary>Looks for many rows at once.</summary>
    private void AssertFind(TextIndex index, TermEntry entry, List<(int Row, List<int> Positions)> rows, Random random)
    {
        var frequencyOf = rows.ToDictionary(row => row.Row, row => row.Positions.Count);
        using PostingCursor cursor = index.Open(entry);
        int most = 1 << random.Next(10);
        for (int row = 0; row < _lengths.Count;)
        {
            var asked = new List<int>();
            for (; row < _lengths.Count && asked.Count < 128; row += random.Next(1, most + 1))
                asked.Add(row);
            int[] places = new int[asked.Count];
            int[] frequencies = new int[asked.Count];
            int count = cursor.Find([.. asked], places, frequencies);
            int[] expected = [.. asked.Where(frequencyOf.ContainsKey)];
            Assert.Equal(expected, places.Take(count).Select(at => asked[at]));
            Assert.Equal(expected.Select(one => frequencyOf[one]), frequencies.Take(count));
            Assert.True(cursor.Row >= asked[^1]);
        }
    }

    private static void AssertEnd(PostingCursor cursor)
    {
        Assert.Equal(PostingCursor.End, cursor.Next());
        Assert.Equal(PostingCursor.End, cursor.Next());
        Assert.Equal(PostingCursor.End, cursor.Seek(PostingCursor.End - 1));
        Assert.Equal(PostingCursor.End, cursor.Row);
    }

    private void AssertBound(PostingCursor cursor, TermEntry entry, List<(int Row, List<int> Positions)> rows, int from)
    {
        if (from == PostingCursor.End)
            return;
        Impact impact = cursor.BoundFrom(from, out int lastRow);
        Assert.True(lastRow >= from);
        int start = rows.FindIndex(one => one.Row >= from);
        for (int i = start; i >= 0 && i < rows.Count && rows[i].Row <= lastRow; i++)
        {
            Assert.True(impact.Frequency >= rows[i].Positions.Count && impact.Length <= _lengths[rows[i].Row], $"row {rows[i].Row} of {impact}");
            Assert.True(entry.MostImpact.Frequency >= rows[i].Positions.Count && entry.MostImpact.Length <= _lengths[rows[i].Row]);
        }
    }

    private readonly struct Sink() : ITokenSink
    {
        public List<(string Term, int Position)> Tokens { get; } = [];

        public void Add(scoped ReadOnlySpan<byte> term, int position, int start, int end) =>
            Tokens.Add((Encoding.UTF8.GetString(term), position));
    }
}
