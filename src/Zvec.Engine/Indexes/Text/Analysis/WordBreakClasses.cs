namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>Which classes occur among some characters: a bit for each <see cref="WordBreakClass"/>.</summary>
/// <param name="Bits">The bits.</param>
internal readonly record struct WordBreakClasses(uint Bits)
{
    private const uint Ignored = (1u << (int)WordBreakClass.Extend) | (1u << (int)WordBreakClass.Format) | (1u << (int)WordBreakClass.Joiner);

    private const uint EastAsian = (1u << (int)WordBreakClass.Ideograph) | (1u << (int)WordBreakClass.Hiragana)
        | (1u << (int)WordBreakClass.Katakana) | (1u << (int)WordBreakClass.Hangul);

    private const uint Letters = EastAsian | (1u << (int)WordBreakClass.HebrewLetter) | (1u << (int)WordBreakClass.Letter)
        | (1u << (int)WordBreakClass.LetterPictograph) | (1u << (int)WordBreakClass.Digit) | (1u << (int)WordBreakClass.LoneLetter)
        | (1u << (int)WordBreakClass.Emoji) | (1u << (int)WordBreakClass.RegionalIndicator);

    /// <summary>Whether there is a letter, a digit or an emoji among them.</summary>
    public bool HasLetters => (Bits & Letters) != 0;

    /// <summary>Whether there is a sign that can be shown as a picture.</summary>
    public bool HasPictograph => (Bits & (1u << (int)WordBreakClass.Pictograph)) != 0;

    /// <summary>Whether all are Chinese, Japanese or Korean, and marks upon these.</summary>
    public bool IsEastAsian => (Bits & EastAsian) != 0 && (Bits & ~(EastAsian | Ignored)) == 0;
}
