using System.Runtime.CompilerServices;

namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>The <see cref="WordBreakClass"/> of each character.</summary>
internal static class WordBreakTable
{
    private static readonly CodePointTable<byte> Classes = CodePointTable<byte>.Create(static classes =>
    {
        ReadOnlySpan<uint> starts = WordBreakData.Starts;
        for (int i = 0; i < starts.Length; i++)
        {
            int first = (int)(starts[i] >> 8);
            int end = i + 1 < starts.Length ? (int)(starts[i + 1] >> 8) : classes.Length;
            classes.AsSpan(first, end - first).Fill((byte)starts[i]);
        }
    });

    /// <summary>Reads the class of the character at a place, and moves behind it. Half of a surrogate pair is a character by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordBreakClass Read(ReadOnlySpan<char> text, ref int at)
    {
        char unit = text[at++];
        if (char.IsHighSurrogate(unit) && at < text.Length && char.IsLowSurrogate(text[at]))
            return (WordBreakClass)Classes[char.ConvertToUtf32(unit, text[at++])];
        return (WordBreakClass)Classes[unit];
    }
}
