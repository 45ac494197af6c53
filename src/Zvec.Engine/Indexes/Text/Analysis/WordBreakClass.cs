namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>What a character is to the rules of word boundaries: its Word_Break property, with three of the values divided further, so
/// that one look-up tells all that tokenizing asks.</summary>
internal enum WordBreakClass : byte
{
    /// <summary>None of the others.</summary>
    Other = 0,

    /// <summary>CR.</summary>
    CarriageReturn = 1,

    /// <summary>LF.</summary>
    LineFeed = 2,

    /// <summary>Newline: the other line ends.</summary>
    Newline = 3,

    /// <summary>WSegSpace: spaces.</summary>
    Space = 4,

    /// <summary>Extend: marks upon the character before.</summary>
    Extend = 5,

    /// <summary>Format: invisible signs.</summary>
    Format = 6,

    /// <summary>ZWJ, which joins emoji.</summary>
    Joiner = 7,

    /// <summary>Regional_Indicator: half of a flag.</summary>
    RegionalIndicator = 8,

    /// <summary>Katakana.</summary>
    Katakana = 9,

    /// <summary>Hebrew_Letter.</summary>
    HebrewLetter = 10,

    /// <summary>ALetter, of alphabets other than the two that have values of their own.</summary>
    Letter = 11,

    /// <summary>ALetter, of the Korean alphabet.</summary>
    Hangul = 12,

    /// <summary>ALetter that is Extended_Pictographic too, such as Ⓜ.</summary>
    LetterPictograph = 13,

    /// <summary>Single_Quote.</summary>
    SingleQuote = 14,

    /// <summary>Double_Quote.</summary>
    DoubleQuote = 15,

    /// <summary>MidNumLet: in the middle of words and numbers, such as the full stop.</summary>
    MiddleOfBoth = 16,

    /// <summary>MidLetter: in the middle of words.</summary>
    MiddleOfWord = 17,

    /// <summary>MidNum: in the middle of numbers.</summary>
    MiddleOfNumber = 18,

    /// <summary>Numeric: digits.</summary>
    Digit = 19,

    /// <summary>ExtendNumLet: low lines.</summary>
    LowLine = 20,

    /// <summary>Other that is Extended_Pictographic and usually shown as text, such as ©.</summary>
    Pictograph = 21,

    /// <summary>Other that is Extended_Pictographic and Emoji_Presentation: shown as a picture.</summary>
    Emoji = 22,

    /// <summary>Other that is a letter or number of the script Han.</summary>
    Ideograph = 23,

    /// <summary>Other that is a letter of the script Hiragana.</summary>
    Hiragana = 24,

    /// <summary>Other that is a letter or number for all that, such as those of Thai.</summary>
    LoneLetter = 25,
}
