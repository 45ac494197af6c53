using System.CommandLine;
using System.Globalization;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Compare;

/// <summary><c>compare</c>: this engine and its peers on the same vectors in one run. <c>measure</c> is the same with this engine
/// alone.</summary>
internal static class CompareCommand
{
    private const string None = "none";

    private static readonly string[] AllPeers = [ZvecPeer.FamilyName, UsearchPeer.FamilyName, HnswlibPeer.FamilyName];

    public static Command Create() =>
        Create("compare", "build, size, memory, recall and speed, filters and exact scan beside zvec, usearch and hnswlib",
            AllPeers, [1, 2]);

    public static Command CreateAlone() => Create("measure", "compare without peers", [None], [2]);

    private static Command Create(string name, string description, string[] defaultPeers, int[] defaultThreads)
    {
        var data = new Option<string>("--data")
        {
            Description = "folder of NAME.base.fvecs, NAME.query.fvecs, NAME.gt.ivecs and, for filters, NAME.attr.ivecs and NAME.gt.fP.ivecs",
            Required = true
        };
        var set = new Option<string?>("--set") { Description = "first name of the files; not needed when the folder has one set only" };
        Option<string> metric = Option("--metric", "cosine", "cosine, l2 or ip").AcceptOnlyFromAmong("cosine", "l2", "ip");
        var m = Option("--m", 16, "links per vector of the graphs");
        var efConstruction = Option("--ef-construction", 200, "candidates examined while a graph is built");
        var threads = Numbers(
            "--build-threads", defaultThreads, "numbers of threads to build with; the indexes of the highest are searched");
        var ef = Numbers("--ef", [10, 20, 40, 80, 120, 200, 400, 800], "candidates of a search, one point of the curve each");
        var rounds = Option("--rounds", 5, "passes over the queries at each setting, all engines in turns");
        var queries = Option("--queries", int.MaxValue, "queries of a pass, at most");
        var exactQueries = Option("--exact-queries", 100, "queries of an exact pass; 0 leaves the scan out");
        var filterQueries = Option("--filter-queries", 1000, "queries of a filtered pass; 0 leaves filters out");
        var work = new Option<string?>("--work") { Description = "folder that keeps the indexes; those that it has are not built again" };
        var rebuild = Words("--rebuild", [], "families whose indexes are built all the same (ours, zvec, usearch, hnswlib)");
        rebuild.AcceptOnlyFromAmong([OursPeer.FamilyName, .. AllPeers]);
        var peers = Words("--peer", defaultPeers, "what to compare with: zvec, usearch, hnswlib or none");
        peers.AcceptOnlyFromAmong([None, .. AllPeers]);
        var quantizations = Words(
            "--quantization", [OursPeer.DefaultCodes, nameof(Quantization.None)],
            "codes of our graphs: default, None, Int8, Int4, Float16; zvec's fp16 is measured beside the last");
        var nodeModules = new Option<string?>("--node-modules") { Description = "folder node_modules that has @zvec/zvec and usearch" };
        var json = new Option<string?>("--json") { Description = "file that gets all figures" };
        var command = new Command(name, description)
        {
            data, set, metric, m, efConstruction, threads, ef, rounds, queries,
            exactQueries, filterQueries, work, rebuild, peers, quantizations, nodeModules, json,
        };
        command.SetAction(result =>
        {
            CompareRun.Run(new CompareSettings
            {
                Data = result.GetRequiredValue(data),
                Set = result.GetValue(set) ?? OnlySetOf(result.GetRequiredValue(data)),
                Metric = result.GetRequiredValue(metric),
                M = result.GetValue(m),
                EfConstruction = result.GetValue(efConstruction),
                BuildThreads = [.. result.GetRequiredValue(threads).Distinct().Order()],
                Ef = [.. result.GetRequiredValue(ef).Distinct().Order()],
                Rounds = Math.Max(1, result.GetValue(rounds)),
                Queries = Math.Max(1, result.GetValue(queries)),
                ExactQueries = result.GetValue(exactQueries),
                FilterQueries = result.GetValue(filterQueries),
                Peers = [.. AllPeers.Intersect(result.GetRequiredValue(peers))],
                Quantizations = [.. result.GetRequiredValue(quantizations).Distinct()],
                Rebuild = result.GetRequiredValue(rebuild),
                Work = result.GetValue(work),
                NodeModules = result.GetValue(nodeModules),
                Json = result.GetValue(json),
            });
            return 0;
        });
        return command;
    }

    private static string OnlySetOf(string folder)
    {
        const string Ending = ".base.fvecs";
        string[] sets = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + Ending)
                .Select(path => Path.GetFileName(path)[..^Ending.Length])]
            : [];
        return sets.Length == 1
            ? sets[0]
            : throw new InvalidDataException(
                $"{folder} has {sets.Length} sets of vectors ({string.Join(", ", sets.Order())}); --set names the one to use.");
    }

    private static Option<T> Option<T>(string name, T value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<string[]> Words(string name, string[] value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value, AllowMultipleArgumentsPerToken = true };

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
