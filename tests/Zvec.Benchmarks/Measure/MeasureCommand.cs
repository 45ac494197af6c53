using System.CommandLine;
using System.Globalization;

namespace Zvec.Benchmarks.Measure;

/// <summary><c>measure</c>: loads a set of vectors, builds the graph and measures all that matters of it.</summary>
internal static class MeasureCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "folder of NAME.base.fvecs, NAME.query.fvecs, NAME.gt.ivecs and, for filters, NAME.attr.ivecs and NAME.gt.fP.ivecs", Required = true };
        var set = Option("--set", "glove100", "first name of the files");
        Option<string> metric = Option("--metric", "cosine", "cosine, l2 or ip").AcceptOnlyFromAmong("cosine", "l2", "ip");
        var m = Option("--m", 16, "links per vector of the graph");
        var efConstruction = Option("--ef-construction", 200, "candidates examined while the graph is built");
        var threads = Option("--threads", 2, "threads that build the graph");
        var ef = Numbers("--ef", [10, 20, 40, 80, 120, 200, 400, 800], "candidates of a search, one point of the curve each");
        var filterEf = Numbers("--filter-ef", [40, 120, 400], "the same with a filter");
        var passes = Option("--passes", 5, "passes over the queries at each setting");
        var exactQueries = Option("--exact-queries", 500, "queries of the exact scan; 0 leaves it out");
        var filterQueries = Option("--filter-queries", 1000, "queries of a filtered pass; 0 leaves filters out");
        var work = new Option<string?>("--work") { Description = "folder that keeps the collections; those that it holds are measured as they are instead of being built" };
        var background = new Option<bool>("--background") { Description = "leave background maintenance on while inserting, as it is by default" };
        var buffered = new Option<bool>("--buffered") { Description = "insert with Durability.Buffered, as the peer does, instead of syncing each batch" };
        Option<string?> peer = new Option<string?>("--peer") { Description = "measure another engine in the same run: zvec" }.AcceptOnlyFromAmong("zvec");
        var nodeModules = new Option<string?>("--node-modules") { Description = "folder of node modules that has @zvec/zvec" };
        var json = new Option<string?>("--json") { Description = "file that gets all figures" };
        var command = new Command("measure", "load, graph build, size, memory, reopening, recall and speed, exact scan and filters, from .fvecs and .ivecs files")
        {
            data, set, metric, m, efConstruction, threads, ef, filterEf, passes, exactQueries, filterQueries, work, background, buffered, peer, nodeModules, json,
        };
        command.SetAction(result =>
        {
            var settings = new MeasureSettings
            {
                Data = result.GetRequiredValue(data),
                Set = result.GetRequiredValue(set),
                Metric = result.GetValue(metric) switch { "l2" => Metric.L2, "ip" => Metric.InnerProduct, _ => Metric.Cosine },
                M = result.GetValue(m),
                EfConstruction = result.GetValue(efConstruction),
                Threads = result.GetValue(threads),
                Ef = result.GetRequiredValue(ef),
                FilterEf = result.GetRequiredValue(filterEf),
                Passes = Math.Max(1, result.GetValue(passes)),
                ExactQueries = result.GetValue(exactQueries),
                FilterQueries = result.GetValue(filterQueries),
                Work = result.GetValue(work),
                Background = result.GetValue(background),
                Durability = result.GetValue(buffered) ? Durability.Buffered : Durability.Synced,
                Peer = result.GetValue(peer),
                NodeModules = result.GetValue(nodeModules),
            };
            MeasureRun.Run(settings, result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static Option<T> Option<T>(string name, T value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<int[]> Numbers(string name, int[] value, string description) => new(name)
    {
        Description = description + ", separated by commas",
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            var numbers = new List<int>();
            foreach (string part in text.Split(','))
            {
                if (!int.TryParse(part, CultureInfo.InvariantCulture, out int number) || number < 1)
                {
                    result.AddError($"{name}: '{part}' is not a positive number.");
                    return [];
                }

                numbers.Add(number);
            }

            return [.. numbers];
        },
    };
}
