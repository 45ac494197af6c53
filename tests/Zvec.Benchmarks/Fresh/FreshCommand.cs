using System.CommandLine;
using Zvec.Benchmarks.Data;

namespace Zvec.Benchmarks.Fresh;

/// <summary><c>fresh</c>: how long a query takes while a set is loaded, and after it until maintenance is idle.</summary>
internal static class FreshCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "folder of NAME.base.fvecs, NAME.query.fvecs and NAME.gt.ivecs", Required = true };
        var set = new Option<string>("--set") { Description = "first name of the files", DefaultValueFactory = _ => "glove100" };
        var batch = new Option<int>("--batch") { Description = "documents a call", DefaultValueFactory = _ => 100 };
        var rate = new Option<int>("--rate") { Description = "documents a second; 0 for as many as it takes", DefaultValueFactory = _ => 0 };
        var step = new Option<int>("--step") { Description = "documents between two lines of the table", DefaultValueFactory = _ => 10_000 };
        var count = new Option<int>("--rows") { Description = "documents to load; recall is measured only of all of them", DefaultValueFactory = _ => int.MaxValue };
        var work = new Option<string>("--work") { Description = "folder for the collection; it must not exist, and is deleted afterwards", Required = true };
        var command = new Command("fresh", "how long a query takes while a set is loaded through the public door, and after it until maintenance is idle")
        {
            data, set, count, batch, rate, step, work,
        };
        command.SetAction(result =>
        {
            string folder = result.GetRequiredValue(work);
            var run = new FreshRun(
                DataSet.Load(result.GetRequiredValue(data), result.GetRequiredValue(set)),
                result.GetValue(count),
                result.GetValue(batch),
                result.GetValue(rate),
                result.GetValue(step),
                Console.Out);
            try
            {
                run.Run(folder);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }

            return 0;
        });
        return command;
    }
}
