using System.Diagnostics;
using System.Globalization;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Texts;

/// <summary>Builds the index of each engine, compares which texts they find, and times them in turns.</summary>
internal sealed class TextsRun(IReadOnlyList<ITextEngine> engines, TextCorpus corpus, int rounds, TextWriter output)
{
    private const int Top = 10;

    /// <summary>The most that zvec finds.</summary>
    private const int Most = 100_000;

    /// <summary>The most texts shown that engines do not agree upon.</summary>
    private const int MostExamples = 10;

    /// <summary>A kind of search is repeated until a pass takes so long.</summary>
    private const double PassSeconds = 0.3;

    public void Run(string work)
    {
        Build(work);
        IReadOnlyList<(string Name, TextSearch[] Searches)> kinds = corpus.Searches();
        if (engines.Count > 1)
            Compare(kinds);
        Time(kinds);
    }

    private void Build(string work)
    {
        var table = new TextTable($"{corpus.Texts.Count:N0} texts", "store and index, s", "MB on disk");
        for (int i = 0; i < engines.Count; i++)
        {
            string folder = Path.Combine(work, i.ToString(CultureInfo.InvariantCulture));
            Directory.CreateDirectory(folder);
            long start = Stopwatch.GetTimestamp();
            engines[i].Build(corpus.Texts, folder);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            table.Add(engines[i].Name, Number(seconds, "F2"), Number(DiskUse.Megabytes(folder), "F1"));
        }

        table.Write(output);
        output.WriteLine();
    }

    /// <summary>Counts for how many searches the engines find the same texts, whatever their order.</summary>
    private void Compare(IReadOnlyList<(string Name, TextSearch[] Searches)> kinds)
    {
        var table = new TextTable(["same texts found as ours", "searches", .. engines.Skip(1).Select(engine => engine.Name)]);
        var examples = new List<string>();
        foreach ((string name, TextSearch[] searches) in kinds)
        {
            int[][] ours = Sets(engines[0], searches);
            string[] cells = [.. engines.Skip(1).Select(engine =>
            {
                int[][] theirs = Sets(engine, searches);
                int same = ours.Zip(theirs).Count(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
                long all = ours.Sum(found => (long)found.Length);
                long differing = 0;
                for (int i = 0; i < ours.Length; i++)
                {
                    int[] disputed = Differing(ours[i], theirs[i]);
                    differing += disputed.Length;
                    if (disputed.Length > 0 && examples.Count < MostExamples)
                        examples.Add($"{engine.Name} differs, {searches[i]}: \"{corpus.Texts[disputed[0]]}\"");
                }

                return string.Create(CultureInfo.InvariantCulture, $"{same} ({differing} of {all:N0} texts differ)");
            })];
            table.Add([name, searches.Length.ToString(CultureInfo.InvariantCulture), .. cells]);
        }

        table.Write(output);
        examples.ForEach(output.WriteLine);
        output.WriteLine();
    }

    private void Time(IReadOnlyList<(string Name, TextSearch[] Searches)> kinds)
    {
        string[] ratios = [.. engines.Skip(1).Select(engine => $"ours / {engine.Name}")];
        var table = new TextTable([$"searches/s, top {Top}", .. engines.Select(engine => engine.Name), .. ratios]);
        foreach ((string name, TextSearch[] searches) in kinds)
        {
            TextSearch[][] passes = [.. engines.Select(engine => Repeated(engine, searches))];
            var rates = engines.Select(_ => new List<double>()).ToArray();
            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < engines.Count; i++)
                {
                    int turn = (i + round) % engines.Count;
                    rates[turn].Add(passes[turn].Length / engines[turn].Search(passes[turn], Top).Seconds);
                }
            }

            IEnumerable<string> medians = rates.Select(rate => Number(Median.Of(rate), "N0"));
            IEnumerable<string> quotients = rates.Skip(1)
                .Select(rate => Number(Median.Of(rates[0].Zip(rate, (one, other) => one / other)), "F2"));
            table.Add([name, .. medians, .. quotients]);
        }

        table.Write(output);
    }

    /// <summary>As many searches as take long enough; also warms the engine up.</summary>
    private static TextSearch[] Repeated(ITextEngine engine, TextSearch[] searches)
    {
        engine.Search(searches, Top);
        double seconds = engine.Search(searches, Top).Seconds;
        int times = (int)Math.Clamp(Math.Ceiling(PassSeconds / seconds), 1, 1_000);
        return [.. Enumerable.Repeat(searches, times).SelectMany(all => all)];
    }

    private static int[][] Sets(ITextEngine engine, TextSearch[] searches)
    {
        int[][] answers = engine.Search(searches, Most).Answers;
        foreach (int[] answer in answers)
            Array.Sort(answer);
        return answers;
    }

    private static int[] Differing(int[] one, int[] other) => [.. one.Except(other), .. other.Except(one)];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
