using System.CommandLine;

namespace Zvec.Benchmarks.Filters;

/// <summary><c>filters</c>: how long filters, ordered queries and counts take over many rows, with an index and without.</summary>
internal static class FilterCommand
{
    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "documents", DefaultValueFactory = _ => 1_000_000 };
        var rounds = new Option<int>("--rounds") { Description = "times each is measured", DefaultValueFactory = _ => 51 };
        var work = new Option<string>("--work") { Description = "folder for the collection, kept for a later run", Required = true };
        var command = new Command("filters", "how long filters, ordered queries and counts take over many rows, with an index and without")
        {
            rows, rounds, work,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var run = new FilterRun(result.GetValue(rows), result.GetValue(rounds), Console.Out);
            await run.RunAsync(result.GetRequiredValue(work), cancellation);
            return 0;
        });
        return command;
    }
}
