using Zvec.Engine.Indexes.Text.Analysis;

namespace Zvec.Engine.Tests.Indexes.Text.Analysis;

/// <summary>The rules of annex 29 one by one, looking at all characters on both sides of each place.</summary>
internal static class WordBreakModel
{
    private static readonly WordBreakClass[] Letters =
        [WordBreakClass.Letter, WordBreakClass.HebrewLetter, WordBreakClass.Hangul, WordBreakClass.LetterPictograph];

    private static readonly WordBreakClass[] Pictographs = [WordBreakClass.Pictograph, WordBreakClass.Emoji, WordBreakClass.LetterPictograph];
    private static readonly WordBreakClass[] LineEnds = [WordBreakClass.CarriageReturn, WordBreakClass.LineFeed, WordBreakClass.Newline];
    private static readonly WordBreakClass[] Ignored = [WordBreakClass.Extend, WordBreakClass.Format, WordBreakClass.Joiner];
    private static readonly WordBreakClass[] MiddleOfBothOrQuote = [WordBreakClass.MiddleOfBoth, WordBreakClass.SingleQuote];

    public static int[] Boundaries(string text)
    {
        var classes = new List<WordBreakClass>();
        var places = new List<int>();
        for (int at = 0; at < text.Length;)
        {
            places.Add(at);
            classes.Add(WordBreakTable.Read(text, ref at));
        }

        if (text.Length == 0)
            return [];
        return [0, .. Enumerable.Range(1, places.Count - 1).Where(i => IsBoundary(classes, i)).Select(i => places[i]), text.Length];
    }

    /// <summary>Whether there is a boundary before a character.</summary>
    private static bool IsBoundary(List<WordBreakClass> classes, int at)
    {
        WordBreakClass before = classes[at - 1];
        WordBreakClass after = classes[at];
        if (before == WordBreakClass.CarriageReturn && after == WordBreakClass.LineFeed)
            return false; // 3
        if (LineEnds.Contains(before) || LineEnds.Contains(after))
            return true; // 3a, 3b
        if (before == WordBreakClass.Joiner && Pictographs.Contains(after))
            return false; // 3c
        if (before == WordBreakClass.Space && after == WordBreakClass.Space)
            return false; // 3d
        if (Ignored.Contains(after))
            return false; // 4

        List<WordBreakClass> left = Counting(classes, at);
        List<WordBreakClass> right = [after, .. classes.Skip(at + 1).Where(value => !Ignored.Contains(value))];
        WordBreakClass one = left[^1];
        WordBreakClass twoBefore = left.Count > 1 ? left[^2] : WordBreakClass.Other;
        WordBreakClass twoAfter = right.Count > 1 ? right[1] : WordBreakClass.Other;
        bool letters = Letters.Contains(one);
        bool number = one == WordBreakClass.Digit;
        return !(
            (letters && Letters.Contains(after)) // 5
            || (letters && (after == WordBreakClass.MiddleOfWord || MiddleOfBothOrQuote.Contains(after)) && Letters.Contains(twoAfter)) // 6
            || ((one == WordBreakClass.MiddleOfWord || MiddleOfBothOrQuote.Contains(one)) && Letters.Contains(twoBefore) && Letters.Contains(after)) // 7
            || (one == WordBreakClass.HebrewLetter && after == WordBreakClass.SingleQuote) // 7a
            || (one == WordBreakClass.HebrewLetter && after == WordBreakClass.DoubleQuote && twoAfter == WordBreakClass.HebrewLetter) // 7b
            || (twoBefore == WordBreakClass.HebrewLetter && one == WordBreakClass.DoubleQuote && after == WordBreakClass.HebrewLetter) // 7c
            || (number && after == WordBreakClass.Digit) // 8
            || (letters && after == WordBreakClass.Digit) // 9
            || (number && Letters.Contains(after)) // 10
            || (twoBefore == WordBreakClass.Digit && after == WordBreakClass.Digit
                && (one == WordBreakClass.MiddleOfNumber || MiddleOfBothOrQuote.Contains(one))) // 11
            || (number && twoAfter == WordBreakClass.Digit && (after == WordBreakClass.MiddleOfNumber || MiddleOfBothOrQuote.Contains(after))) // 12
            || (one == WordBreakClass.Katakana && after == WordBreakClass.Katakana) // 13
            || ((letters || number || one is WordBreakClass.Katakana or WordBreakClass.LowLine) && after == WordBreakClass.LowLine) // 13a
            || (one == WordBreakClass.LowLine && (Letters.Contains(after) || after is WordBreakClass.Digit or WordBreakClass.Katakana)) // 13b
            || (after == WordBreakClass.RegionalIndicator && IsOddRun(left))); // 15, 16
    }

    private static bool IsOddRun(List<WordBreakClass> left) =>
        Enumerable.Reverse(left).TakeWhile(value => value == WordBreakClass.RegionalIndicator).Count() % 2 == 1;

    /// <summary>The characters before a place that count: those that are ignored count where there is nothing before them.</summary>
    private static List<WordBreakClass> Counting(List<WordBreakClass> classes, int end)
    {
        var counting = new List<WordBreakClass>();
        for (int i = 0; i < end; i++)
        {
            if (!Ignored.Contains(classes[i]) || i == 0 || LineEnds.Contains(classes[i - 1]))
                counting.Add(classes[i]);
        }

        return counting;
    }
}
