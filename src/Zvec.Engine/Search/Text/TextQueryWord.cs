namespace Zvec.Engine.Search;

/// <summary>A word of a text query.</summary>
/// <param name="Text">The word, without the backslashes.</param>
/// <param name="IsEscaped">Whether it had any, so that it is no operator.</param>
internal readonly record struct TextQueryWord(string Text, bool IsEscaped)
{
    /// <summary>Whether the word is written like an operator.</summary>
    public bool Is(string name) => !IsEscaped && Text == name;
}
