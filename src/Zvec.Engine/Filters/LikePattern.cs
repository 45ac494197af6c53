using System.Text;

namespace Zvec.Engine.Filters;

/// <summary>A <c>like</c> pattern taken apart: what the simple forms compare, and for the others the steps of a general match over UTF-8.</summary>
internal sealed class LikePattern
{
    private const int AnyCharacter = 256;
    private const int AnyRun = 257;

    private readonly int[] _steps;

    private LikePattern(int[] steps)
    {
        _steps = steps;
        int wild = Array.FindIndex(steps, step => step >= AnyCharacter);
        Prefix = Bytes(steps.AsSpan(0, wild < 0 ? steps.Length : wild));
        IsEquality = wild < 0;
        IsPrefix = wild >= 0 && wild == steps.Length - 1 && steps[wild] == AnyRun;
        int first = steps.Length > 0 && steps[0] == AnyRun ? 1 : 0;
        int last = steps.Length > first && steps[^1] == AnyRun ? steps.Length - 1 : steps.Length;
        if (first == 1 && !steps.AsSpan(first..last).ContainsAnyExceptInRange(0, byte.MaxValue))
        {
            Needle = Bytes(steps.AsSpan(first..last));
            NeedleEnds = last == steps.Length;
        }
    }

    /// <summary>The bytes that every match begins with.</summary>
    public byte[] Prefix { get; }

    /// <summary>Whether only the <see cref="Prefix"/> matches.</summary>
    public bool IsEquality { get; }

    /// <summary>Whether everything that begins with the <see cref="Prefix"/> matches.</summary>
    public bool IsPrefix { get; }

    /// <summary>For <c>%text</c> and <c>%text%</c> the text; otherwise null.</summary>
    public byte[]? Needle { get; }

    /// <summary>Whether the <see cref="Needle"/> must stand at the end.</summary>
    public bool NeedleEnds { get; }

    public static LikePattern Parse(string pattern)
    {
        var steps = new List<int>();
        var text = new StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            char character = pattern[i];
            if (character is not ('%' or '_'))
            {
                // A backslash at the end has nothing to escape and stands for itself.
                text.Append(character == '\\' && i + 1 < pattern.Length ? pattern[++i] : character);
                continue;
            }

            AddText(text, steps);
            int step = character == '%' ? AnyRun : AnyCharacter;
            if (step != AnyRun || steps.Count == 0 || steps[^1] != AnyRun)
                steps.Add(step);
        }

        AddText(text, steps);
        return new LikePattern([.. steps]);
    }

    /// <summary>Whether well-formed UTF-8 has the form of the pattern.</summary>
    public bool Matches(ReadOnlySpan<byte> text)
    {
        int at = 0;
        int step = 0;
        int runStep = -1;
        int runAt = 0;
        while (at < text.Length)
        {
            int wanted = step < _steps.Length ? _steps[step] : -1;
            if (wanted == AnyRun)
            {
                runStep = step++;
                runAt = at;
            }
            else if (wanted == AnyCharacter)
            {
                at = NextCharacter(text, at);
                step++;
            }
            else if (wanted == text[at])
            {
                at++;
                step++;
            }
            else if (runStep >= 0)
            {
                // The last run takes one character more, and what follows it is tried again.
                runAt = NextCharacter(text, runAt);
                at = runAt;
                step = runStep + 1;
            }
            else
            {
                return false;
            }
        }

        return !_steps.AsSpan(step).ContainsAnyExcept(AnyRun);
    }

    private static int NextCharacter(ReadOnlySpan<byte> text, int at)
    {
        do
        {
            at++;
        }
        while (at < text.Length && (text[at] & 0xC0) == 0x80);
        return at;
    }

    private static void AddText(StringBuilder text, List<int> steps)
    {
        foreach (byte value in TextBytes.Of(text.ToString()))
            steps.Add(value);
        text.Clear();
    }

    private static byte[] Bytes(ReadOnlySpan<int> steps)
    {
        byte[] bytes = new byte[steps.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)steps[i];
        return bytes;
    }
}
