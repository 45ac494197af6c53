namespace Zvec.Engine;

/// <summary>Asks for the documents whose texts fit a query best, by BM25.</summary>
public sealed class TextQuery : SearchQuery
{
    /// <summary>Asks with words and operators.</summary>
    /// <param name="field">A string field with a text index (<see cref="TextIndexOptions"/>).</param>
    /// <param name="text">The query.</param>
    public TextQuery(string field, string text)
        : base(field)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
    }

    /// <summary>The query.</summary>
    public string Text { get; }
}
