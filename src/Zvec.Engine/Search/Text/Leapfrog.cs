namespace Zvec.Engine.Search;

/// <summary>Finds the rows that several scorers have in common.</summary>
internal static class Leapfrog
{
    /// <summary>Moves all scorers to the first row at or behind <paramref name="row"/> that all of them have.</summary>
    /// <param name="scorers">The scorers, that of the fewest rows first.</param>
    /// <param name="row">Where to begin.</param>
    /// <returns>The row, or <see cref="TextScorer.End"/>.</returns>
    public static int Seek(ReadOnlySpan<TextScorer> scorers, int row)
    {
        row = scorers[0].Seek(row);
        for (int i = 1; i < scorers.Length && row != TextScorer.End;)
        {
            int found = scorers[i].Seek(row);
            if (found == row)
            {
                i++;
                continue;
            }

            row = found == TextScorer.End ? found : scorers[0].Seek(found);
            i = 1;
        }

        return row;
    }
}
