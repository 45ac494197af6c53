namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>Makes letters of either case the same, by Unicode's simple case folding: mostly lower case. Unlike the lower-casing of the
/// platform, it is the same on all systems.</summary>
internal static class CaseFolding
{
    private const int Step = CaseFoldingData.EverySecond;

    private static readonly CodePointTable<int> Distances = CodePointTable<int>.Create(static distances =>
    {
        ReadOnlySpan<int> data = CaseFoldingData.Ranges;
        for (int i = 0; i < data.Length; i += 3)
        {
            // of a range that is marked only every second letter is upper-case
            int step = (data[i] & Step) != 0 ? 2 : 1;
            for (int codePoint = data[i] & ~Step; codePoint <= data[i + 1]; codePoint += step)
                distances[codePoint] = data[i + 2];
        }
    });

    /// <summary>Folds a code point.</summary>
    public static int Fold(int codePoint) => codePoint + Distances[codePoint];
}
