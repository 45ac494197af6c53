namespace Zvec.Engine;

/// <summary>An index of the words of a string field, for keyword search (<see cref="TextQuery"/>).</summary>
/// <remarks>
/// The options say what the words are. Texts and queries go through the same steps, in this order: the tokenizer cuts tokens out;
/// these are lower-cased, folded to ASCII, dropped when they are stop words, and stemmed. By default words are found as Unicode defines
/// them, and only lower-cased. Steps depend on nothing but these options: an index means the same on every machine.
/// </remarks>
public sealed record TextIndexOptions : FieldIndexOptions
{
    /// <summary>How texts are cut into tokens; <see cref="TextTokenizer.Standard"/> by default.</summary>
    public TextTokenizer Tokenizer { get; init; } = TextTokenizer.Standard;

    /// <summary>Whether case makes no difference; true by default.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether accents and the like make no difference: letters, digits and signs that have a likeness in ASCII become it, as
    /// <c>é</c> becomes <c>e</c> and <c>ß</c> becomes <c>ss</c>; false by default.</summary>
    public bool AsciiFolding { get; init; }

    /// <summary>Words that are left out of the index and of queries, such as <see cref="StopWordSet.English"/>; null, the default, for
    /// none. Not with <see cref="TextTokenizer.NGram"/>.</summary>
    public StopWordSet? StopWords { get; init; }

    /// <summary>What makes the forms of a word one; <see cref="TextStemmer.None"/> by default. Stemmers know lower-case words only, and no
    /// <see cref="TextTokenizer.NGram"/>.</summary>
    public TextStemmer Stemmer { get; init; } = TextStemmer.None;

    /// <summary>Whether neighbouring Chinese, Japanese and Korean characters are indexed as overlapping pairs, which finds words in writing
    /// without spaces more exactly than single characters do; false by default. A character without a neighbour remains a token. Only
    /// with <see cref="TextTokenizer.Standard"/>.</summary>
    public bool CjkBigrams { get; init; }

    /// <summary>The fewest characters of an n-gram: 1 to 16, 2 by default. For <see cref="TextTokenizer.NGram"/>.</summary>
    public int MinGram { get; init; } = 2;

    /// <summary>The most characters of an n-gram: <see cref="MinGram"/> to 16, 2 by default. For
    /// <see cref="TextTokenizer.NGram"/>.</summary>
    public int MaxGram { get; init; } = 2;

    /// <summary>The characters that n-grams are made of; others separate. <see cref="TextCharacters.All"/> by default. For
    /// <see cref="TextTokenizer.NGram"/>.</summary>
    public TextCharacters GramCharacters { get; init; } = TextCharacters.All;
}
