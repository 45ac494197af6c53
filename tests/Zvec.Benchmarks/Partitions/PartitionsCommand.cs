using System.CommandLine;
using Zvec.Benchmarks.Data;

namespace Zvec.Benchmarks.Partitions;

/// <summary><c>partitions</c>: what a search over many partitions costs beside one collection of the same rows, and what many partitions
/// take that are opened one after the other.</summary>
internal static class PartitionsCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "folder of NAME.base.fvecs, NAME.query.fvecs and NAME.gt.ivecs", Required = true };
        var set = new Option<string>("--set") { Description = "first name of the files", DefaultValueFactory = _ => "glove100" };
        var rows = new Option<int>("--rows") { Description = "rows to load", DefaultValueFactory = _ => 200_000 };
        var partitions = new Option<int>("--partitions") { Description = "partitions to spread them over", DefaultValueFactory = _ => 16 };
        var queries = new Option<int>("--queries") { Description = "queries a round", DefaultValueFactory = _ => 500 };
        var rounds = new Option<int>("--rounds") { Description = "rounds", DefaultValueFactory = _ => 7 };
        var many = new Option<int>("--many") { Description = "partitions to open lazily, of 100 rows each; 0 for none", DefaultValueFactory = _ => 1_000 };
        var work = new Option<string>("--work") { Description = "folder for the collections; deleted afterwards, unless --keep is given", Required = true };
        var keep = new Option<bool>("--keep") { Description = "leave the collections, and use those that an earlier run left" };
        var command = new Command("partitions", "search over partitions beside one collection of the same rows; memory of many partitions")
        {
            data, set, rows, partitions, queries, rounds, many, work, keep,
        };
        command.SetAction(result =>
        {
            string folder = result.GetRequiredValue(work);
            var loaded = DataSet.Load(result.GetRequiredValue(data), result.GetRequiredValue(set));
            Directory.CreateDirectory(folder);
            try
            {
                if (result.GetValue(many) > 0)
                    new ManyPartitionsRun(loaded, result.GetValue(many), Console.Out).Run(Path.Combine(folder, "many"));
                if (result.GetValue(partitions) > 0)
                {
                    new PartitionsRun(
                        loaded,
                        result.GetValue(rows),
                        result.GetValue(partitions),
                        result.GetValue(queries),
                        result.GetValue(rounds),
                        Console.Out).Run(folder);
                }
            }
            finally
            {
                if (!result.GetValue(keep))
                    Directory.Delete(folder, recursive: true);
            }

            return 0;
        });
        return command;
    }
}
