namespace Zvec.Engine;

/// <summary>How texts are cut into tokens. Of tokens longer than 255 UTF-16 code units each 255 become one.</summary>
public enum TextTokenizer
{
    /// <summary>Words by the boundaries of Unicode's annex 29: <c>don't</c> and <c>3.14</c> are one each, <c>machine-learning</c> is two,
    /// and each Chinese character is one. What has neither letters nor digits is left out, except emoji.</summary>
    Standard = 0,

    /// <summary>What stands between white space, with all its punctuation.</summary>
    Whitespace = 1,

    /// <summary>Every run of <see cref="TextIndexOptions.MinGram"/> to <see cref="TextIndexOptions.MaxGram"/> characters, which finds parts
    /// of words, and takes much space.</summary>
    NGram = 2,
}
