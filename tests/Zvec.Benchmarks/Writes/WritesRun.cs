using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Writes;

/// <summary>Every target in every cell, in turns: cell by cell, so that what else the machine does meets all of them alike, and the whole
/// several times.</summary>
internal sealed class WritesRun(string work, IReadOnlyList<IWriteTarget> targets, int[] allWriters, int[] allBatches, TimeSpan time, int rounds)
{
    /// <summary>How long each cell is measured in each round.</summary>
    public TimeSpan Time => time;

    public int Rounds => rounds;

    public IReadOnlyList<WriteFigures> Measure()
    {
        foreach (IWriteTarget target in targets)
            Run(target, batch: 10, target.Takes(2) ? 2 : 1, TimeSpan.FromSeconds(Math.Min(1, time.TotalSeconds))); // compiles the code
        var times = new Dictionary<(IWriteTarget Target, int Writers, int Batch), List<WriteTimes>>();
        for (int round = 0; round < rounds; round++)
        {
            foreach ((int writers, int batch) in allWriters.SelectMany(writers => allBatches.Select(batch => (writers, batch))))
            {
                foreach (IWriteTarget target in targets.Where(target => target.Takes(writers)))
                {
                    if (!times.TryGetValue((target, writers, batch), out List<WriteTimes>? cell))
                        times.Add((target, writers, batch), cell = []);
                    cell.Add(Run(target, batch, writers, time));
                }
            }
        }

        return [.. times.Select(cell => Figures(cell.Key.Target.Name, cell.Key.Writers, cell.Key.Batch, cell.Value))];
    }

    private static WriteFigures Figures(string target, int writers, int batch, List<WriteTimes> times)
    {
        double[] byRound = [.. times.Select(round => round.Microseconds.Length * batch / round.Seconds)];
        return new WriteFigures(
            target,
            writers,
            batch,
            Median.Of(byRound),
            Median.Of(times.Select(round => round.Percentile(50))),
            Median.Of(times.Select(round => round.Percentile(99))),
            byRound);
    }

    private WriteTimes Run(IWriteTarget target, int batch, int writers, TimeSpan duration)
    {
        string path = Path.Combine(work, Guid.NewGuid().ToString("N"));
        try
        {
            return target.Run(path, batch, writers, duration);
        }
        finally
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
    }
}
