namespace Zvec.Benchmarks.Data;

/// <summary>How many of the true nearest rows the answers hold.</summary>
internal static class Recall
{
    /// <summary>The number of neighbours that is asked for and judged.</summary>
    public const int Top = 10;

    /// <summary>The share, over all queries, of the true <see cref="Top"/> nearest rows that are among the answers. A row answered twice
    /// counts once.</summary>
    /// <param name="answers">For each query the rows found.</param>
    /// <param name="truth">For each query the nearest rows, nearest first; may hold more queries and more rows than were asked for.</param>
    public static double Of(ReadOnlySpan<int[]> answers, ReadOnlySpan<int[]> truth)
    {
        long hits = 0;
        for (int query = 0; query < answers.Length; query++)
        {
            foreach (int row in truth[query].AsSpan(0, Top))
            {
                if (answers[query].AsSpan().Contains(row))
                    hits++;
            }
        }

        return hits / (double)(answers.Length * (long)Top);
    }

    /// <summary>Counts the answers that are wrong even if ties are forgiven: rows that are not among the true ones and are farther away
    /// than the last true one by more than float arithmetic explains; answers that are missing, and rows that are answered twice.</summary>
    /// <param name="answers">For each query the rows found.</param>
    /// <param name="truth">For each query the nearest rows, nearest first.</param>
    /// <param name="distance">The exact distance of a query (by number) and a row.</param>
    public static int CountWrong(ReadOnlySpan<int[]> answers, ReadOnlySpan<int[]> truth, Func<int, int, double> distance)
    {
        const double Tolerance = 2e-6;
        int wrong = 0;
        for (int query = 0; query < answers.Length; query++)
        {
            wrong += Top - answers[query].Distinct().Count();
            foreach (int row in answers[query])
            {
                if (truth[query].AsSpan(0, Top).Contains(row))
                    continue;
                double last = distance(query, truth[query][Top - 1]);
                if (distance(query, row) - last > Tolerance * Math.Max(1, Math.Abs(last)))
                    wrong++;
            }
        }

        return wrong;
    }
}
