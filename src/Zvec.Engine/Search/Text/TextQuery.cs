namespace Zvec.Engine;

/// <summary>Asks for the documents whose texts fit some words best, scored by BM25.</summary>
/// <remarks>
/// <para>The text is a query of words and operators, unless <see cref="Literal"/> says that it is only words.</para>
/// <code>
/// red fox            red or fox, or both (with <see cref="TextOperator.And"/> as <see cref="DefaultOperator"/>: both)
/// red AND fox        both; AND, OR and NOT are operators in capitals only
/// red OR fox, red | fox
/// red NOT fox        red without fox
/// +red fox -dog      red must be there, dog must not, fox makes the score higher
/// "red fox"          one directly behind the other
/// "red fox"~2        the same, where words may stand up to 2 places from where the phrase has them
/// fo*                words that begin with fo
/// fox^2.5            counts two and a half times
/// title:fox title:(red fox)   in the field title, whatever the query's fields
/// (red | blue) AND fox
/// \+  \"  \:         the character itself
/// </code>
/// <para>OR binds least, then AND and NOT, then words that stand side by side, then + and -. A word that analysis splits counts as its
/// parts, joined by the default operator; what analysis leaves out, such as stop words, is left out of the query too.</para>
/// <para>Scores take the statistics (how many documents, how many have a word, how long texts are) from the whole collection, in which
/// deleted and replaced documents count until merging has removed them. A phrase scores as the sum of its words.</para>
/// </remarks>
public sealed class TextQuery : SearchQuery
{
    /// <summary>Asks for words in one field.</summary>
    /// <param name="field">A string field with a text index (<see cref="TextIndexOptions"/>).</param>
    /// <param name="text">The query.</param>
    public TextQuery(string field, string text)
        : this([new TextField(field)], text)
    {
    }

    /// <summary>Asks for words in several fields: each word may stand in any of them, and the scores of the fields add up.</summary>
    /// <param name="fields">String fields with text indexes; at least one.</param>
    /// <param name="text">The query.</param>
    public TextQuery(IReadOnlyList<TextField> fields, string text)
        : base(FirstOf(fields))
    {
        ArgumentNullException.ThrowIfNull(text);
        Fields = [.. fields];
        Text = text;
    }

    /// <summary>The fields in which words are looked for, where the query names no other.</summary>
    public IReadOnlyList<TextField> Fields { get; }

    /// <summary>The query.</summary>
    public string Text { get; }

    /// <summary>Whether the text is only words, in which no character means anything but itself; false by default. For text that somebody
    /// typed without knowing of operators.</summary>
    public bool Literal { get; init; }

    /// <summary>How words that stand side by side are joined; <see cref="TextOperator.Or"/> by default.</summary>
    public TextOperator DefaultOperator { get; init; }

    /// <summary>How many of the alternatives side by side at the top of the query a document must fit: 0 or more, 0 by default for any one
    /// of them; no more are asked for than there are.</summary>
    public int MinimumShouldMatch { get; init; }

    /// <summary>Whether hits say where the query's words stand (<see cref="SearchHit.Highlights"/>); false by default.</summary>
    public bool Highlight { get; init; }

    /// <summary>Whether every row that fits is scored, for tests of the ways that leave rows out.</summary>
    internal bool Exhaustive { get; init; }

    /// <summary>Asks for words in one field, in which no character means anything but itself (<see cref="Literal"/>).</summary>
    /// <param name="field">A string field with a text index (<see cref="TextIndexOptions"/>).</param>
    /// <param name="text">The words.</param>
    public static TextQuery Match(string field, string text) => new(field, text) { Literal = true };

    private static string FirstOf(IReadOnlyList<TextField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0)
            throw new ArgumentException("A text query searches at least one field.", nameof(fields));
        return fields[0].Name;
    }
}
