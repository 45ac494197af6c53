using System.Text;

namespace Zvec.Engine.Schema;

/// <summary>Whether text can be written as UTF-8 and read back the same: every surrogate has its other half.</summary>
internal static class WellFormedText
{
    public static bool Is(ReadOnlySpan<char> text)
    {
        while (true)
        {
            int surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (surrogate < 0)
                return true;
            if (Rune.DecodeFromUtf16(text[surrogate..], out _, out int consumed) != System.Buffers.OperationStatus.Done)
                return false;
            text = text[(surrogate + consumed)..];
        }
    }
}
