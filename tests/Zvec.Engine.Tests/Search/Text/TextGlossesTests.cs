using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Search.Text;

/// <summary>Text queries of real texts, definitions of WordNet, against the naive way to answer them.</summary>
public sealed class TextGlossesTests
{
    /// <summary>One definition of so many is taken, and one document of so many deleted.</summary>
    private const int Step = 5;
    private const int DeletedStep = 11;

    private const int Queries = 18;

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };
    private static readonly TextField[] Fields = [new TextField("text")];

    [Fact]
    public async Task Definitions_are_found_as_by_the_model()
    {
        string[] texts = [.. WordNetGlosses.All.Where(IsPlain).Where((_, i) => i % Step == 0)];
        Document[] documents = [.. texts.Select((text, i) => new Document(i) { ["text"] = text, ["number"] = i % 100 })];
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], NewSchema(), Options);
        await collection.InsertAsync(documents[..(documents.Length / 2)]);
        await collection.OptimizeAsync();
        await collection.InsertAsync(documents[(documents.Length / 2)..(documents.Length * 4 / 5)]);
        await collection.FlushAsync();
        await collection.InsertAsync(documents[(documents.Length * 4 / 5)..]);
        int[] keys = [.. Enumerable.Range(0, documents.Length)];
        await collection.DeleteAsync(keys.Where(IsDeleted).Select(key => (DocumentKey)key));
        Compare(collection, texts, keys, new Random(1));

        await collection.OptimizeAsync();
        int[] left = [.. keys.Where(key => !IsDeleted(key))];
        Compare(collection, [.. left.Select(key => texts[key])], left, new Random(2));
    }

    private static CollectionSchema NewSchema() => new("glosses")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("text", DataType.String) { Index = new TextIndexOptions() },
            new FieldSchema("number", DataType.Int32),
        },
    };

    private static bool IsDeleted(int key) => key % DeletedStep == 0;

    /// <summary>Whether it is plain what the words of a text are.</summary>
    private static bool IsPlain(string text) =>
        text.All(character => char.IsAsciiLetter(character) || IsBetweenWords(character));

    private static bool IsBetweenWords(char character) => character is ' ' or ',' or ';' or '(' or ')' or '-';

    /// <summary>The words of a text, with a space between them.</summary>
    private static string Plain(string text) =>
        new([.. text.Select(character => IsBetweenWords(character) ? ' ' : char.ToLowerInvariant(character))]);

    /// <param name="collection">The documents.</param>
    /// <param name="texts">What statistics are of.</param>
    /// <param name="keys">Their keys.</param>
    /// <param name="random">Makes queries up.</param>
    private static void Compare(Collection collection, string[] texts, int[] keys, Random random)
    {
        string[] plain = [.. texts.Select(Plain)];
        var model = new TextModel([.. plain.Select(text => new Dictionary<string, string?> { ["text"] = text })]);
        string[][] words = [.. plain.Select(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        string[] byCount =
        [
            .. words.SelectMany(text => text).CountBy(word => word).OrderByDescending(word => word.Value).Select(word => word.Key),
        ];
        for (int i = 0; i < Queries; i++)
        {
            TextQueryModel query = RandomQuery(i % 6, words, byCount, random);
            int below = random.Next(3) switch { 0 => 100, 1 => 60, _ => 2 };
            int top = random.Next(3) switch { 0 => 1, 1 => 10, _ => 150 };
            double?[] scores = [.. Enumerable.Range(0, texts.Length).Select(place =>
                IsDeleted(keys[place]) || keys[place] % 100 >= below ? null : query.Score(model, place, Fields))];
            double[] expected = [.. scores.OfType<double>().OrderDescending().Take(top)];

            IReadOnlyList<SearchHit> hits = Search(collection, query.Text, below, top, exhaustive: false);
            string message = $"{query.Text}, below {below}, top {top}";
            Assert.True(expected.Length == hits.Count, $"{message}: {hits.Count} of {expected.Length} found.");
            for (int rank = 0; rank < expected.Length; rank++)
            {
                double own = scores[Array.BinarySearch(keys, (int)hits[rank].Key.Value)] ?? double.NaN;
                Assert.True(Math.Abs(own - hits[rank].Score) <= 1e-5 * own, $"{message}: {hits[rank].Key} scores {own}.");
                Assert.True(Math.Abs(expected[rank] - own) <= 1e-5 * own, $"{message}: {hits[rank].Key} is no hit {rank}.");
            }

            IReadOnlyList<SearchHit> all = Search(collection, query.Text, below, top, exhaustive: true);
            Assert.Equal(all.Select(hit => (hit.Key, hit.Score)), hits.Select(hit => (hit.Key, hit.Score)));
        }
    }

    private static IReadOnlyList<SearchHit> Search(Collection collection, string text, int below, int top, bool exhaustive) =>
        collection.Search(new TextQuery("text", text)
        {
            Top = top,
            Filter = below == 100 ? null : Filter.LessThan("number", below),
            OutputFields = [],
            Exhaustive = exhaustive,
        });

    private static TextQueryModel RandomQuery(int kind, string[][] words, string[] byCount, Random random)
    {
        TextQueryModel common = TextQueryModel.Word(Word(10));
        TextQueryModel other = TextQueryModel.Word(Word(200));
        TextQueryModel any = TextQueryModel.Word(Word(byCount.Length));
        switch (kind)
        {
            case 0:
                return TextQueryModel.Group([(' ', common), (' ', TextQueryModel.Word(Word(10))), (' ', TextQueryModel.Word(Word(10)))]);
            case 1:
                return TextQueryModel.Group([('+', common), ('+', other), (' ', any)]);
            case 2:
                return TextQueryModel.Group([(' ', other), (' ', any), ('-', common)]);
            case 3:
                string[] text = words[random.Next(words.Length)];
                int start = random.Next(Math.Max(1, text.Length - 1));
                return TextQueryModel.Phrase(text[start..Math.Min(text.Length, start + random.Next(2, 4))], random.Next(2));
            case 4:
                string word = Word(2_000);
                return TextQueryModel.Group([(' ', TextQueryModel.Prefix(word[..Math.Min(word.Length, 3)])), (' ', common)]);
            default:
                return random.Next(2) == 0 ? common : TextQueryModel.All(common, other, "AND", negated: false);
        }

        // one of the most frequent words, the more frequent the likelier
        string Word(int most) => byCount[(int)(Math.Min(most, byCount.Length) * Math.Pow(random.NextDouble(), 2))];
    }
}
