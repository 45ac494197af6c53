namespace Zvec.Engine;

/// <summary>Sorts of characters, by their Unicode general category.</summary>
[Flags]
public enum TextCharacters
{
    /// <summary>All characters, also those of none of the other sorts.</summary>
    All = 0,

    /// <summary>Letters, and the marks upon them.</summary>
    Letters = 1,

    /// <summary>Digits and other numbers.</summary>
    Digits = 2,

    /// <summary>Spaces, tabs and line ends.</summary>
    WhiteSpace = 4,

    /// <summary>Punctuation.</summary>
    Punctuation = 8,

    /// <summary>Symbols, such as those of mathematics and currencies.</summary>
    Symbols = 16,
}
