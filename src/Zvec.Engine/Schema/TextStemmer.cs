namespace Zvec.Engine;

/// <summary>What makes the forms of a word one.</summary>
public enum TextStemmer
{
    /// <summary>Nothing: each form is a word of its own.</summary>
    None = 0,

    /// <summary>Snowball's English stemmer, also known as Porter2: <c>connection</c> and <c>connected</c> become <c>connect</c>.</summary>
    English = 1,
}
