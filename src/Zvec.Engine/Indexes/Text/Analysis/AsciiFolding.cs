using System.Diagnostics.CodeAnalysis;

namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>Gives characters the likeness that they have in ASCII: those without an accent, those that a ligature is of, plain digits.
/// </summary>
internal static class AsciiFolding
{
    /// <summary>The longest likeness, in characters.</summary>
    public const int MaxLength = 4;

    private const char FirstMark = '\u0300';
    private const char LastMark = '\u036F';

    private static readonly string[] Likenesses = [.. AsciiFoldingData.Pairs.Select(static pair => pair.Ascii)];

    private static readonly CodePointTable<ushort> Numbers = CodePointTable<ushort>.Create(static numbers =>
    {
        for (int i = 0; i < AsciiFoldingData.Pairs.Length; i++)
        {
            foreach (char character in AsciiFoldingData.Pairs[i].Characters)
                numbers[character] = (ushort)(i + 1);
        }
    });

    /// <summary>The likeness of a character that is none of ASCII.</summary>
    public static bool TryFold(int codePoint, [NotNullWhen(true)] out string? likeness)
    {
        int number = Numbers[codePoint];
        likeness = number == 0 ? null : Likenesses[number - 1];
        return number != 0;
    }

    /// <summary>Whether it is an accent by itself, which stands behind its letter.</summary>
    public static bool IsMark(int codePoint) => codePoint is >= FirstMark and <= LastMark;
}
