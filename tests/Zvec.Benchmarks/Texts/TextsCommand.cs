using System.CommandLine;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;
using Zvec.Benchmarks.Writes;

namespace Zvec.Benchmarks.Texts;

/// <summary><c>texts</c>: keyword search over WordNet's definitions, beside SQLite's FTS5 and zvec.</summary>
internal static class TextsCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "wordnet.jsonl.gz, as the Quickstart sample has it", Required = true };
        var nodeModules = new Option<string?>("--node-modules") { Description = "folder of node modules with @zvec/zvec" };
        var peers = new Option<string[]>("--peer")
        {
            Description = "sqlite, zvec or none: what to compare with; both by default",
            DefaultValueFactory = _ => ["sqlite", "zvec"],
            AllowMultipleArgumentsPerToken = true,
        };
        peers.AcceptOnlyFromAmong("sqlite", "zvec", "none");
        var work = new Option<string>("--work") { Description = "new folder for the indexes, deleted afterwards", Required = true };
        var rounds = new Option<int>("--rounds") { Description = "turns of each engine", DefaultValueFactory = _ => 5 };
        var command = new Command("texts", "keyword search over WordNet's definitions, beside SQLite's FTS5 and zvec")
        {
            data, peers, nodeModules, work, rounds,
        };
        command.SetAction(result =>
        {
            string folder = Directory.CreateDirectory(result.GetRequiredValue(work)).FullName;
            List<ITextEngine> engines = Engines(result.GetValue(peers)!, result.GetValue(nodeModules), Console.Out);
            try
            {
                var here = RunEnvironment.Now();
                Console.WriteLine($"{here.Utc:u}  {here.Processor} x {here.Processors}; {here.Runtime}; load before {here.LoadAverage}");
                new TextsRun(engines, TextCorpus.Read(result.GetRequiredValue(data)), result.GetValue(rounds), Console.Out).Run(folder);
            }
            finally
            {
                engines.ForEach(engine => engine.Dispose());
                Directory.Delete(folder, recursive: true);
            }

            return 0;
        });
        return command;
    }

    private static List<ITextEngine> Engines(string[] peers, string? nodeModules, TextWriter output)
    {
        List<ITextEngine> engines = [new EngineTexts()];
        if (peers.Contains("sqlite"))
        {
            if (SqliteTarget.WhyAbsent() is { } noSqlite)
                output.WriteLine($"SQLite is absent: {noSqlite}");
            else
                engines.Add(new SqliteTexts());
        }

        if (peers.Contains("zvec"))
        {
            var zvec = new ZvecPeer(nodeModules, withFloat16: false);
            if (zvec.WhyAbsent() is { } noZvec)
                output.WriteLine($"zvec is absent: {noZvec}");
            else
                engines.Add(new ZvecTexts(zvec.Start()));
        }

        return engines;
    }
}
