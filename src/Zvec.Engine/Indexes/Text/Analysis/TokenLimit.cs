namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>Cuts long tokens into pieces.</summary>
internal static class TokenLimit
{
    /// <summary>The longest token, in UTF-16 code units.</summary>
    public const int MaxLength = 255;

    /// <summary>The end of the first piece of a token; no surrogate pair is parted.</summary>
    public static int PieceEnd(ReadOnlySpan<char> text, int start, int end)
    {
        if (end - start <= MaxLength)
            return end;
        int piece = start + MaxLength;
        return char.IsSurrogatePair(text[piece - 1], text[piece]) ? piece - 1 : piece;
    }
}
