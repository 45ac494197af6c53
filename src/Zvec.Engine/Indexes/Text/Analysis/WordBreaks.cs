namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>Finds word boundaries as Unicode Standard Annex #29, section 4, defines them. The rules are named as there.</summary>
/// <remarks>No rule looks back behind a boundary, so that each word can be found from where the one before ends.</remarks>
internal static class WordBreaks
{
    /// <summary>Finds the boundary behind a word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">A boundary before its end.</param>
    /// <param name="classes">The classes of the characters between the two.</param>
    public static int FindEnd(ReadOnlySpan<char> text, int start, out WordBreakClasses classes)
    {
        int end = start;
        WordBreakClass current = WordBreakTable.Read(text, ref end);
        uint seen = 1u << (int)current;
        if (current is WordBreakClass.CarriageReturn && end < text.Length && text[end] == '\n')
        {
            end++; // WB3
        }
        else if (!IsLineEnd(current))
        {
            end = Extend(text, end, current, ref seen);
        }

        classes = new WordBreakClasses(seen);
        return end;
    }

    /// <summary>Goes on to the boundary behind a word's first character.</summary>
    private static int Extend(ReadOnlySpan<char> text, int end, WordBreakClass current, ref uint seen)
    {
        WordBreakClass last = current; // of the last character; current is of the last that counts
        while (end < text.Length)
        {
            int after = end;
            WordBreakClass next = WordBreakTable.Read(text, ref after);
            if ((last == WordBreakClass.Joiner && IsPictograph(next)) // WB3c
                || (last == WordBreakClass.Space && next == WordBreakClass.Space)) // WB3d
            {
                current = next;
            }
            else if (IsIgnored(next))
            {
                // WB4
            }
            else if (Joins(current, next, text, ref after, out WordBreakClass joined))
            {
                seen |= 1u << (int)next;
                next = current = joined;
            }
            else
            {
                return end;
            }

            seen |= 1u << (int)next;
            last = next;
            end = after;
        }

        return end;
    }

    /// <summary>Whether there is no boundary between two characters that count.</summary>
    /// <param name="current">The first.</param>
    /// <param name="next">The second.</param>
    /// <param name="text">The text.</param>
    /// <param name="after">The place behind the second; moved behind what follows it where there is no boundary either.</param>
    /// <param name="joined">The class to go on with.</param>
    private static bool Joins(WordBreakClass current, WordBreakClass next, ReadOnlySpan<char> text, ref int after, out WordBreakClass joined)
    {
        joined = next;
        switch (current)
        {
            case WordBreakClass.Letter or WordBreakClass.HebrewLetter or WordBreakClass.Hangul or WordBreakClass.LetterPictograph:
                if (IsLetter(next) || next is WordBreakClass.Digit or WordBreakClass.LowLine) // WB5, WB9, WB13a
                    return true;
                if (next is WordBreakClass.MiddleOfWord or WordBreakClass.MiddleOfBoth or WordBreakClass.SingleQuote)
                {
                    return FollowedByLetter(text, ref after, ref joined) // WB6, WB7
                        || (current == WordBreakClass.HebrewLetter && next == WordBreakClass.SingleQuote); // WB7a
                }

                return current == WordBreakClass.HebrewLetter && next == WordBreakClass.DoubleQuote
                    && FollowedBy(WordBreakClass.HebrewLetter, text, ref after, ref joined); // WB7b, WB7c
            case WordBreakClass.Digit:
                return IsLetter(next) || next is WordBreakClass.Digit or WordBreakClass.LowLine // WB8, WB10, WB13a
                    || (next is WordBreakClass.MiddleOfNumber or WordBreakClass.MiddleOfBoth or WordBreakClass.SingleQuote
                        && FollowedBy(WordBreakClass.Digit, text, ref after, ref joined)); // WB11, WB12
            case WordBreakClass.Katakana:
                return next is WordBreakClass.Katakana or WordBreakClass.LowLine; // WB13, WB13a
            case WordBreakClass.LowLine:
                return IsLetter(next) || next is WordBreakClass.Digit or WordBreakClass.Katakana or WordBreakClass.LowLine; // WB13a, WB13b
            case WordBreakClass.RegionalIndicator when next == WordBreakClass.RegionalIndicator:
                joined = WordBreakClass.Other; // WB15, WB16: they go in pairs
                return true;
            default:
                return false; // WB999
        }
    }

    private static bool FollowedByLetter(ReadOnlySpan<char> text, ref int after, ref WordBreakClass joined)
    {
        int end = after;
        WordBreakClass following = ReadCounting(text, ref end);
        if (!IsLetter(following))
            return false;
        after = end;
        joined = following;
        return true;
    }

    private static bool FollowedBy(WordBreakClass wanted, ReadOnlySpan<char> text, ref int after, ref WordBreakClass joined)
    {
        int end = after;
        if (ReadCounting(text, ref end) != wanted)
            return false;
        after = end;
        joined = wanted;
        return true;
    }

    /// <summary>Reads the class of the next character that counts; <see cref="WordBreakClass.Other"/> at the end of the text.</summary>
    private static WordBreakClass ReadCounting(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length)
        {
            WordBreakClass next = WordBreakTable.Read(text, ref at);
            if (!IsIgnored(next))
                return next;
        }

        return WordBreakClass.Other;
    }

    private static bool IsLineEnd(WordBreakClass value) =>
        value is WordBreakClass.CarriageReturn or WordBreakClass.LineFeed or WordBreakClass.Newline;

    private static bool IsIgnored(WordBreakClass value) => value is WordBreakClass.Extend or WordBreakClass.Format or WordBreakClass.Joiner;

    private static bool IsLetter(WordBreakClass value) =>
        value is WordBreakClass.Letter or WordBreakClass.HebrewLetter or WordBreakClass.Hangul or WordBreakClass.LetterPictograph;

    private static bool IsPictograph(WordBreakClass value) =>
        value is WordBreakClass.Pictograph or WordBreakClass.Emoji or WordBreakClass.LetterPictograph;
}
