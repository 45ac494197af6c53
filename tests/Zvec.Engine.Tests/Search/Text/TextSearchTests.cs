using CsCheck;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Search;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Tests.Search.Text;

/// <summary>Ranks rows of segments with plain lists as indexes, and compares with a naive model.</summary>
public sealed class TextSearchTests
{
    private static readonly string[] Fields = ["title", "body"];

    private static readonly CollectionSchema Schema = new CollectionSchema("texts")
    {
        Fields =
        {
            new FieldSchema("number", DataType.Int32),
            new FieldSchema("title", DataType.String) { Nullable = true, Index = new TextIndexOptions() },
            new FieldSchema("body", DataType.String) { Nullable = true, Index = new TextIndexOptions() },
            new FieldSchema("plain", DataType.String) { Nullable = true },
        },
    }.WithIds();

    [Fact]
    public void Finds_and_scores_what_the_model_does() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var random = new Random(seed);
            using var texts = new SearchedTexts(random);
            for (int i = 0; i < 12; i++)
                texts.CompareWithModel(RandomQuery(random, out TextQueryModel model), model, random.Next(1, 30));
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void Leaves_out_no_row_that_an_exhaustive_search_finds() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var random = new Random(seed);
            using var texts = new SearchedTexts(random, documents: 1_500, most: 30);
            for (int i = 0; i < 20; i++)
                texts.CompareWithExhaustive(RandomQuery(random, out _), random.Next(1, 25));
            for (int i = 0; i < 20; i++)
            {
                var words = new TextQueries(random, 40);
                string text = string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => words.Word()));
                texts.CompareWithExhaustive(new TextQuery([.. Fields.Select(field => new TextField(field))], text), random.Next(1, 25));
            }
        },
        iter: 2,
        threads: 1);

    [Theory]
    [InlineData("a b", "a x b", 0, false)]
    [InlineData("a b", "a x b", 1, true)]
    [InlineData("a b", "b a", 1, false)]
    [InlineData("a b", "b a", 2, true)]
    [InlineData("a a", "a", 5, false)]
    [InlineData("a a", "a x a", 1, true)]
    [InlineData("a b a", "a b x a", 0, false)]
    [InlineData("a b a", "a b x a", 1, true)]
    [InlineData("a b c", "c b a", 4, true)]
    [InlineData("a b c", "c b a", 3, false)]
    public void Phrases_allow_for_slop(string phrase, string text, int slop, bool isFound)
    {
        using var texts = new SearchedTexts([[text]]);
        Assert.Equal(isFound ? 1 : 0, texts.Rank(new TextQuery("title", $"\"{phrase}\"~{slop}"), 10).Length);
    }

    [Theory]
    [InlineData("a b c d", 0, "0 1 2 3 4")]
    [InlineData("a b c d", 1, "0 1 2 3 4")]
    [InlineData("a b c d", 2, "0 1 2 3")]
    [InlineData("a b c d", 3, "0 1 2")]
    [InlineData("a b c d", 4, "0")]
    [InlineData("a b c d", 99, "0")]
    [InlineData("+e a b", 2, "")]
    [InlineData("+d a b", 1, "0 1 3")]
    public void Asks_for_as_many_alternatives_as_wanted(string query, int needed, string rows)
    {
        using var texts = new SearchedTexts([["a b c d", "a b d", "a b c", "a d", "d"]]);
        foreach (bool literal in query.Contains('+') ? [false] : new[] { false, true })
        {
            RankedRow[] found = texts.Rank(new TextQuery("title", query) { MinimumShouldMatch = needed, Literal = literal }, 10);
            Assert.Equal(rows, string.Join(' ', found.Select(row => row.Row).Order()));
        }
    }

    [Fact]
    public void A_literal_text_has_no_operators()
    {
        using var texts = new SearchedTexts([["not", "fox", "and dog", "title fox"]]);
        Assert.Equal([0, 1, 3], texts.Rank(TextQuery.Match("title", "-fox NOT (\"^*"), 10).Select(row => row.Row).Order());
        var both = new TextQuery("title", "dog AND") { Literal = true, DefaultOperator = TextOperator.And };
        Assert.Equal([2], texts.Rank(both, 10).Select(row => row.Row));
        Assert.Empty(texts.Rank(TextQuery.Match("title", " "), 10));
    }

    [Fact]
    public void A_word_may_be_in_any_of_the_fields_and_boosts_count()
    {
        using var texts = new SearchedTexts([["a", "b", "a b"]], [["b", "a", "c"]]);
        var both = new TextQuery([new TextField("title"), new TextField("body")], "a b") { DefaultOperator = TextOperator.And };
        Assert.Equal([0, 1, 2], texts.Rank(both, 10).Select(row => row.Row).Order());
        var title = new TextQuery([new TextField("title", 100), new TextField("body", 0.01f)], "a");
        Assert.Equal([0, 2, 1], texts.Rank(title, 10).Select(row => row.Row));
        var body = new TextQuery([new TextField("title", 0.01f), new TextField("body", 100)], "a");
        Assert.Equal(1, texts.Rank(body, 10)[0].Row);
        Assert.Equal([1], texts.Rank(new TextQuery("title", "body:a"), 10).Select(row => row.Row));
    }

    [Fact]
    public void Rows_behind_those_of_the_snapshot_are_not_found()
    {
        using var texts = new SearchedTexts([["a", "a", "a"]], rowCount: 2);
        Assert.Equal([0, 1], texts.Rank(new TextQuery("title", "a"), 10).Select(row => row.Row));
        Assert.Equal([0, 1], texts.Rank(new TextQuery("title", "a OR b*"), 10).Select(row => row.Row));
        Assert.Equal([0, 1], texts.Rank(new TextQuery("title", "\"a\" +a*"), 10).Select(row => row.Row));
    }

    [Theory]
    [InlineData("nothing", "a", ZvecErrorCode.NotFound, "no field 'nothing'")]
    [InlineData("plain", "a", ZvecErrorCode.InvalidArgument, "no text index")]
    [InlineData("title", "a plain:b", ZvecErrorCode.InvalidArgument, "line 1, column 3")]
    [InlineData("title", "http:b", ZvecErrorCode.NotFound, "line 1, column 1")]
    [InlineData("title", "", ZvecErrorCode.InvalidArgument, "line 1, column 1")]
    [InlineData("title", "((a^1000000)^1000000)^1000000", ZvecErrorCode.InvalidArgument, "boosts")]
    public void Refuses_what_does_not_fit(string field, string query, ZvecErrorCode code, string message)
    {
        using var texts = new SearchedTexts([["a"]]);
        var error = Assert.Throws<ZvecException>(() => texts.Rank(new TextQuery(field, query), 10));
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_numbers_out_of_range()
    {
        using var texts = new SearchedTexts([["a"]]);
        Assert.Throws<ZvecException>(() => texts.Rank(new TextQuery("title", "a") { MinimumShouldMatch = -1 }, 10));
        Assert.Throws<ZvecException>(() => texts.Rank(new TextQuery([new TextField("title", 0)], "a"), 10));
        Assert.Throws<ZvecException>(() => texts.Rank(new TextQuery([new TextField("title", float.NaN)], "a"), 10));
        Assert.Throws<ArgumentException>(() => new TextQuery([], "a"));
        string many = string.Join(' ', Enumerable.Range(0, TextVocabulary.MostTerms + 1));
        var error = Assert.Throws<ZvecException>(() => texts.Rank(TextQuery.Match("title", many), 1));
        Assert.Contains("different words", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_prefix_of_too_many_words()
    {
        string many = string.Join(' ', Enumerable.Range(0, TextVocabulary.MostOfPrefix + 1).Select(number => $"w{number}"));
        using var texts = new SearchedTexts([[many]]);
        var error = Assert.Throws<ZvecException>(() => texts.Rank(new TextQuery("title", "w*"), 1));
        Assert.Contains("longer prefix", error.Message, StringComparison.Ordinal);
        Assert.Single(texts.Rank(new TextQuery("title", "w1*"), 1));
    }

    [Fact]
    public void Stops_when_it_is_cancelled()
    {
        using var texts = new SearchedTexts([["a"]]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => texts.Rank(new TextQuery("title", "a b"), 1, cancellation: cancelled.Token));
    }

    private static TextQuery RandomQuery(Random random, out TextQueryModel model)
    {
        int needed = random.Next(3) == 0 ? random.Next(4) : 0;
        TextQueryModel group = new TextQueries(random).Group(depth: random.Next(1, 4), Fields, needed);
        TextField[] fields = random.Next(3) == 0
            ? [new TextField("title", 2), new TextField("body", 0.5f)]
            : [new TextField(Fields[random.Next(2)])];
        model = new TextQueryModel(group.Text[1..^1], (texts, document, _) => group.Score(texts, document, fields));
        return new TextQuery(fields, model.Text) { MinimumShouldMatch = needed };
    }

    /// <summary>Segments of texts, some rows deleted.</summary>
    private sealed class SearchedTexts : IDisposable
    {
        private readonly Snapshot _snapshot;
        private readonly TextModel _model;
        private readonly List<(int Segment, int Row, int Number, bool IsDeleted)> _documents = [];

        public SearchedTexts(Random random, int documents = 60, int most = 14)
        {
            var queries = new TextQueries(random, documents > 1_000 ? 40 : 12);
            var texts = new List<IReadOnlyDictionary<string, string?>>();
            var views = new List<SegmentView>();
            for (int segment = 0; segment < 4; segment++)
            {
                int count = segment == 3 ? 1 : random.Next(1, documents / 2);
                string?[] titles = [.. Enumerable.Range(0, count).Select(_ => queries.Text(most))];
                string?[] bodies = [.. Enumerable.Range(0, count).Select(_ => queries.Text(most))];
                int[] deleted = [.. Enumerable.Range(0, count).Where(_ => random.Next(8) == 0)];
                bool hasTitle = random.Next(5) > 0;
                for (int row = 0; row < count; row++)
                {
                    _documents.Add((segment, row, random.Next(100), deleted.Contains(row)));
                    texts.Add(new Dictionary<string, string?> { ["title"] = hasTitle ? titles[row] : null, ["body"] = bodies[row] });
                }

                var indexes = new Dictionary<int, TextIndex> { [IdOf("body")] = new ListedTextIndex(bodies, random.Next(1, 9)) };
                if (hasTitle)
                    indexes.Add(IdOf("title"), new ListedTextIndex(titles, random.Next(1, 9)));
                int added = segment;
                IEnumerable<int> numbers = _documents.Where(one => one.Segment == added).Select(one => one.Number);
                var listed = new ListedSegment(IdOf("number"), numbers, indexes);
                views.Add(new SegmentView(listed, count, DeleteMap.Empty.With(deleted)));
            }

            _snapshot = new Snapshot(Schema, [.. views]);
            _model = new TextModel(texts);
        }

        /// <param name="titles">The titles of each segment.</param>
        /// <param name="bodies">The bodies of each segment; null for none.</param>
        /// <param name="rowCount">The rows of the first segment that are seen.</param>
        public SearchedTexts(string[][] titles, string[][]? bodies = null, int? rowCount = null)
        {
            _snapshot = new Snapshot(Schema, [.. titles.Select((title, i) =>
            {
                var indexes = new Dictionary<int, TextIndex> { [IdOf("title")] = new ListedTextIndex(title, 2) };
                if (bodies is not null)
                    indexes.Add(IdOf("body"), new ListedTextIndex(bodies[i], 2));
                var listed = new ListedSegment(IdOf("number"), title.Select(_ => 0), indexes);
                return new SegmentView(listed, rowCount ?? title.Length, DeleteMap.Empty);
            })]);
            _model = new TextModel([]);
        }

        public RankedRow[] Rank(TextQuery query, int count, CancellationToken cancellation = default)
        {
            using SnapshotMatches matches = SnapshotMatches.Find(_snapshot, query.Filter, CancellationToken.None);
            return TextSearcher.Rank(_snapshot, query, matches, count, cancellation);
        }

        public void CompareWithModel(TextQuery query, TextQueryModel model, int count)
        {
            double?[] scores = [.. Enumerable.Range(0, _model.Count).Select(document => model.Score(_model, document, query.Fields))];
            double[] expected =
            [
                .. scores.Where((score, i) => score is not null && !_documents[i].IsDeleted)
                    .Select(score => score!.Value)
                    .OrderDescending()
                    .Take(count),
            ];
            RankedRow[] found = Rank(query, count);
            Assert.True(expected.Length == found.Length, $"{query.Text}: {expected.Length} expected, {found.Length} found.");
            for (int i = 0; i < found.Length; i++)
            {
                int document = _documents.FindIndex(one => one.Segment == found[i].Segment && one.Row == found[i].Row);
                Assert.True(scores[document] is not null && !_documents[document].IsDeleted, $"{query.Text}: {found[i]} does not fit.");
                double tolerance = 1e-5 * expected[i];
                Assert.True(Math.Abs(found[i].Score - expected[i]) <= tolerance, $"{query.Text}: {found[i]}, not {expected[i]}.");
                double own = scores[document]!.Value;
                Assert.True(Math.Abs(found[i].Score - own) <= tolerance, $"{query.Text}: {found[i]}, not {own}.");
            }

            CompareWithExhaustive(query, count);
        }

        public void CompareWithExhaustive(TextQuery query, int count)
        {
            foreach (int below in (int[])[100, 60, 3])
            {
                Filter? filter = below == 100 ? null : Filter.LessThan("number", below);
                RankedRow[] expected = Rank(Copy(query, filter, exhaustive: true), count);
                Assert.Equal(expected, Rank(Copy(query, filter, exhaustive: false), count));
                Assert.All(expected, row => Assert.True(NumberOf(row) < below));
                Assert.Equal(expected, expected.OrderByDescending(row => row.Score).ThenBy(row => row.Segment).ThenBy(row => row.Row));
                RankedRow[] all = Rank(Copy(query, filter, exhaustive: true), 100_000);
                Assert.Equal(all.Take(count), expected);
            }
        }

        public void Dispose() => _snapshot.Release();

        private static int IdOf(string field) => Schema.FindField(field)!.Id;

        private static TextQuery Copy(TextQuery query, Filter? filter, bool exhaustive) =>
            new(query.Fields, query.Text) { MinimumShouldMatch = query.MinimumShouldMatch, Filter = filter, Exhaustive = exhaustive };

        private int NumberOf(RankedRow row) =>
            _documents[_documents.FindIndex(one => one.Segment == row.Segment) + row.Row].Number;
    }
}
