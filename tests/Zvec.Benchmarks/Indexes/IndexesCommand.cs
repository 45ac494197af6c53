using System.CommandLine;
using System.Text.Json;
using Zvec.Benchmarks.Data;

namespace Zvec.Benchmarks.Indexes;

/// <summary><c>indexes</c>: the kinds of vector index and their settings beside each other, as tables and a plot for the guide.</summary>
internal static class IndexesCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "folder of NAME.base.fvecs, NAME.query.fvecs and NAME.gt.ivecs",
            DefaultValueFactory = _ => ".",
        };
        var set = new Option<string>("--set") { Description = "first name of the files", DefaultValueFactory = _ => "glove100" };
        Option<string> metric = new Option<string>("--metric") { Description = "cosine, l2 or ip", DefaultValueFactory = _ => "cosine" }
            .AcceptOnlyFromAmong("cosine", "l2", "ip");
        Option<int> rows = Number("--rows", 100_000, "rows to load, from the first");
        Option<int> queries = Number("--queries", 1_000, "queries of a pass");
        Option<int> scanned = Number("--scanned-queries", 200, "queries of a pass that reads all rows");
        Option<int> rounds = Number("--rounds", 3, "passes at each setting, all indexes in turns");
        var work = new Option<string>("--work")
        {
            Description = "folder for the indexes; those that it has are not built again",
            DefaultValueFactory = _ => "indexes",
        };
        var output = new Option<string?>("--output") { Description = "path and first name of NAME.md and NAME.json" };
        var guide = new Option<string?>("--guide") { Description = "a page whose figures are renewed, and the plot of its name beside it" };
        var from = new Option<string?>("--from") { Description = "NAME.json of an earlier run: nothing is measured, only written again" };
        var command = new Command("indexes", "recall, speed, build time, disk and memory of the index kinds and their settings")
        {
            data, set, metric, rows, queries, scanned, rounds, work, output, guide, from,
        };
        command.SetAction(result =>
        {
            IndexesReport report = result.GetValue(from) is { } json ? Kept(json) : Measure();
            IndexesTables.Write(report, Console.Out);
            if (result.GetValue(output) is { } path)
                Keep(report, path);
            if (result.GetValue(guide) is { } page)
            {
                FiguresInPage.Put(page, IndexesTables.All(report));
                File.WriteAllText(Path.ChangeExtension(page, ".svg"), IndexesPlot.Draw(report));
            }

            return 0;

            IndexesReport Measure()
            {
                var loaded = DataSet.Load(result.GetRequiredValue(data), result.GetRequiredValue(set));
                Directory.CreateDirectory(result.GetRequiredValue(work));
                return new IndexesRun(
                    loaded,
                    result.GetRequiredValue(metric),
                    Math.Min(result.GetValue(rows), loaded.Count),
                    Math.Min(result.GetValue(queries), loaded.Queries.Length),
                    Math.Min(result.GetValue(scanned), loaded.Queries.Length),
                    Math.Max(1, result.GetValue(rounds)),
                    result.GetRequiredValue(work)).Run();
            }
        });
        return command;
    }

    private static IndexesReport Kept(string path) => JsonSerializer.Deserialize<IndexesReport>(File.ReadAllText(path))
        ?? throw new InvalidDataException($"{path} holds no figures.");

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static void Keep(IndexesReport report, string path)
    {
        using (var tables = new StreamWriter(path + ".md"))
            IndexesTables.Write(report, tables);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(report, Indented) + "\n");
    }
}
