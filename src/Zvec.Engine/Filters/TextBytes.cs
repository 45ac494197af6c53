using System.Text;

namespace Zvec.Engine.Filters;

/// <summary>The bytes by which a filter's text is compared with stored text.</summary>
internal static class TextBytes
{
    /// <summary>The text as UTF-8. A lone surrogate, which no stored text holds, becomes the three bytes of its code point: it equals nothing, and orders where it
    /// stands, unlike the replacement character that an encoding would put in its place.</summary>
    public static byte[] Of(string text)
    {
        int length = 0;
        foreach (char character in text)
            length += character < 0x80 ? 1 : character < 0x800 ? 2 : 3;

        byte[] bytes = new byte[length];
        int at = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out Rune rune))
            {
                at += rune.EncodeToUtf8(bytes.AsSpan(at));
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                bytes[at++] = (byte)(0xE0 | text[i] >> 12);
                bytes[at++] = (byte)(0x80 | text[i] >> 6 & 0x3F);
                bytes[at++] = (byte)(0x80 | text[i] & 0x3F);
            }
        }

        return bytes.AsSpan(0, at).ToArray();
    }
}
