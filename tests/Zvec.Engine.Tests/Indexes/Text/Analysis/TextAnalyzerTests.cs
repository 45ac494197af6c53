using System.Text;
using CsCheck;
using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Tests.Indexes.Text.Analysis;

public sealed class TextAnalyzerTests
{
    private static readonly TextIndexOptions Standard = new();
    private static readonly TextIndexOptions Bigrams = new() { CjkBigrams = true };

    [Theory]
    [InlineData("", "")]
    [InlineData(" \r\n\t—!?", "")]
    [InlineData("The QUICK brown-fox, can't jump 32.3 feet, right?", "the quick brown fox can't jump 32.3 feet right")]
    [InlineData("www.example.com machine-learning foo_bar ___ a:b", "www.example.com machine learning foo_bar a:b")]
    [InlineData("Привет, МИР! Ελλάς", "привет мир ελλάσ")]
    [InlineData("東京は日本", "東 京 は 日 本")]
    [InlineData("カタカナ ひらがな 한국어", "カタカナ ひ ら が な 한국어")]
    [InlineData("I 👩‍🚀 ❤️ 🇦🇹 ⭐ Zvec™ ©", "i 👩‍🚀 ❤️ 🇦🇹 ⭐ zvec")]
    [InlineData("𐐀bc ½ ①", "𐐨bc ½ ①")]
    public void Words_are_found(string text, string terms) => Assert.Equal(terms, AnalyzedToken.Terms(Standard, text));

    [Fact]
    public void Tokens_say_where_they_stand() =>
        Assert.Equal(
            [new("é", 0, 1, 2), new("😀", 1, 3, 5), new("b1", 2, 7, 9)],
            AnalyzedToken.Of(Standard, " É 😀 .B1."));

    [Fact]
    public void Stop_words_leave_their_places_free() =>
        Assert.Equal(
            [new("cat", 1, 4, 7), new("mat", 4, 15, 18)],
            AnalyzedToken.Of(new TextIndexOptions { StopWords = StopWordSet.English }, "The cat on the mat"));

    [Theory]
    [InlineData("Dogs' running ponies", "dog run poni")]
    [InlineData("The connections of connected things", "connect connect thing")]
    [InlineData("Café cafés", "café café")]
    public void Words_are_stemmed_after_stop_words_are_gone(string text, string terms)
    {
        var options = new TextIndexOptions { Stemmer = TextStemmer.English, StopWords = StopWordSet.English };
        Assert.Equal(terms, AnalyzedToken.Terms(options, text));
    }

    [Fact]
    public void Stop_words_are_compared_as_the_options_fold()
    {
        var words = new StopWordSet(["À", "Und"]);
        Assert.Equal("à und", AnalyzedToken.Terms(new TextIndexOptions { LowerCase = false, StopWords = words }, "à À Und und"));
        Assert.Equal("a", AnalyzedToken.Terms(new TextIndexOptions { StopWords = words }, "à À UND a"));
        Assert.Equal("", AnalyzedToken.Terms(new TextIndexOptions { StopWords = words, AsciiFolding = true }, "à À UND a"));
    }

    [Fact]
    public void Case_and_accents_are_kept_or_folded()
    {
        Assert.Equal("Élan", AnalyzedToken.Terms(new TextIndexOptions { LowerCase = false }, "Élan"));
        Assert.Equal("Elan", AnalyzedToken.Terms(new TextIndexOptions { LowerCase = false, AsciiFolding = true }, "Élan"));
        Assert.Equal("elan", AnalyzedToken.Terms(new TextIndexOptions { AsciiFolding = true }, "E\u0301lan"));
    }

    [Fact]
    public void Long_tokens_are_cut_and_no_character_is_parted()
    {
        string text = new string('x', 254) + "𐐀" + new string('y', 300);
        foreach (TextTokenizer tokenizer in new[] { TextTokenizer.Standard, TextTokenizer.Whitespace })
        {
            List<AnalyzedToken> tokens = AnalyzedToken.Of(new TextIndexOptions { Tokenizer = tokenizer }, text + " z");
            Assert.Equal([(0, 254), (254, 509), (509, 556), (557, 558)], tokens.Select(token => (token.Start, token.End)));
            Assert.Equal([0, 1, 2, 3], tokens.Select(token => token.Position));
        }
    }

    [Fact]
    public void White_space_separates_and_nothing_else_does() =>
        Assert.Equal("a,b! c-d “e”", AnalyzedToken.Terms(new TextIndexOptions { Tokenizer = TextTokenizer.Whitespace }, "\u2003A,b!\nc-D  “E”\t"));

    [Fact]
    public void N_grams_with_one_first_character_share_its_place()
    {
        var options = new TextIndexOptions { Tokenizer = TextTokenizer.NGram, MinGram = 2, MaxGram = 3 };
        Assert.Equal(
            [new("ab", 0, 0, 2), new("ab😀", 0, 0, 4), new("b😀", 1, 1, 4), new("b😀d", 1, 1, 5), new("😀d", 2, 2, 5)],
            AnalyzedToken.Of(options, "AB😀D"));
    }

    [Theory]
    [InlineData(TextCharacters.All, "a_b 1", "a_ _b b   1")]
    [InlineData(TextCharacters.Letters, "ab1cd é\u0301", "ab cd é\u0301")]
    [InlineData(TextCharacters.Letters | TextCharacters.Digits, "ab1-2c", "ab b1 2c")]
    [InlineData(TextCharacters.Digits, "a12½b", "12 2½")]
    [InlineData(TextCharacters.Punctuation | TextCharacters.Symbols, "a-+b", "-+")]
    [InlineData(TextCharacters.WhiteSpace, "a \tb", " \t")]
    public void N_grams_are_made_of_the_characters_wanted(TextCharacters characters, string text, string terms) =>
        Assert.Equal(terms, AnalyzedToken.Terms(new TextIndexOptions { Tokenizer = TextTokenizer.NGram, GramCharacters = characters }, text));

    [Fact]
    public void N_grams_are_all_runs_of_their_lengths() =>
        Gen.Select(Gen.OneOfConst("a", "B", "1", " ", "😀", "\uD83D").Array[0, 12], Gen.Int[1, 4], Gen.Int[0, 2], Gen.Bool).Sample((parts, min, more, onlyLetters) =>
        {
            string text = string.Concat(parts);
            var options = new TextIndexOptions
            {
                Tokenizer = TextTokenizer.NGram,
                LowerCase = false,
                MinGram = min,
                MaxGram = min + more,
                GramCharacters = onlyLetters ? TextCharacters.Letters : TextCharacters.All,
            };
            var expected = new List<(int, int, int)>();
            int[] starts = [.. Starts(text), text.Length];
            for (int first = 0; first < starts.Length; first++)
            {
                for (int length = min; length <= min + more && first + length < starts.Length; length++)
                {
                    string gram = text[starts[first]..starts[first + length]];
                    if (!onlyLetters || gram.All(char.IsAsciiLetter))
                        expected.Add((first, starts[first], starts[first + length]));
                }
            }

            Assert.Equal(expected, AnalyzedToken.Of(options, text).Select(token => (token.Position, token.Start, token.End)));
        });

    [Theory]
    [InlineData("東京都", "東京 京都")]
    [InlineData("東", "東")]
    [InlineData("the 東京tower 中", "the 東京 tower 中")]
    [InlineData("東京タワーへ", "東京 京タ タワ ワー ーへ")]
    [InlineData("한국어 한 국a", "한국 국어 한 국a")]
    [InlineData("か\u3099き 𠀀𠀁", "か\u3099き 𠀀𠀁")]
    public void East_Asian_characters_go_in_pairs(string text, string terms) => Assert.Equal(terms, AnalyzedToken.Terms(Bigrams, text));

    [Fact]
    public void Pairs_overlap_and_count_as_one_place_each() =>
        Assert.Equal(
            [new("a", 0, 0, 1), new("東京", 1, 2, 4), new("京都", 2, 3, 5), new("b", 3, 6, 7)],
            AnalyzedToken.Of(Bigrams, "a 東京都 b"));

    [Fact]
    public void Without_East_Asian_characters_there_are_no_pairs() =>
        Gen.OneOfConst("a", "é", " ", ".", "1", "'", "👩", "\u200D", "ก", "\r\n").Array[0, 20].Sample(parts =>
        {
            string text = string.Concat(parts);
            Assert.Equal(AnalyzedToken.Of(Standard, text), AnalyzedToken.Of(Bigrams, text));
        });

    [Fact]
    public void Whatever_the_text_and_the_options_tokens_keep_their_promises() =>
        Gen.Select(Gen.String[0, 40], Gen.Int[0, 4], Gen.Bool, Gen.Bool).Sample((text, kind, lower, fold) =>
        {
            var options = new TextIndexOptions
            {
                Tokenizer = kind < 3 ? (TextTokenizer)kind : TextTokenizer.Standard,
                CjkBigrams = kind == 3,
                Stemmer = kind == 4 && lower ? TextStemmer.English : TextStemmer.None,
                LowerCase = lower,
                AsciiFolding = fold,
            };
            int last = 0;
            int lastStart = 0;
            foreach (AnalyzedToken token in AnalyzedToken.Of(options, text))
            {
                Assert.InRange(token.Position, last, text.Length);
                Assert.InRange(token.Start, lastStart, text.Length - 1);
                Assert.InRange(token.End, token.Start + 1, text.Length);
                Assert.InRange(token.End - token.Start, 1, 255);
                Assert.InRange(Encoding.UTF8.GetByteCount(token.Term), 1, TextAnalyzer.MaxTermBytes);
                (last, lastStart) = (token.Position, token.Start);
            }
        });

    [Fact]
    public void The_longest_terms_fit()
    {
        string text = string.Concat(Enumerable.Repeat("⒇", 255));
        string term = Assert.Single(AnalyzedToken.Terms(new TextIndexOptions { Tokenizer = TextTokenizer.Whitespace, AsciiFolding = true }, text).Split(' '));
        Assert.Equal(TextAnalyzer.MaxTermBytes, term.Length);
        Assert.Equal(255 * 3, Encoding.UTF8.GetByteCount(AnalyzedToken.Terms(new TextIndexOptions { Tokenizer = TextTokenizer.Whitespace }, new string('中', 255))));
    }

    [Fact]
    public void Prefixes_are_folded_and_nothing_more()
    {
        var options = new TextIndexOptions { AsciiFolding = true, Stemmer = TextStemmer.English, StopWords = StopWordSet.English };
        Assert.Equal("the running, cafe"u8, TextAnalyzer.For(options).AnalyzePrefix("The running, CAFÉ"));
        Assert.Empty(TextAnalyzer.For(options).AnalyzePrefix(""));
    }

    private static IEnumerable<int> Starts(string text)
    {
        for (int i = 0; i < text.Length; i += i + 1 < text.Length && char.IsSurrogatePair(text, i) ? 2 : 1)
            yield return i;
    }
}
