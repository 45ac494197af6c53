using System.CommandLine;
using System.Globalization;

namespace Zvec.Benchmarks.Connector;

/// <summary><c>connector</c>: what a search through Microsoft.Extensions.VectorData costs beyond the engine's own.</summary>
internal static class ConnectorCommand
{
    public static Command Create()
    {
        var records = new Option<int>("--records") { Description = "records in the collection", DefaultValueFactory = _ => 10_000 };
        var turns = new Option<int>("--turns")
        {
            Description = "turns of ten queries for each way to search; medians are printed",
            DefaultValueFactory = _ => 2_000,
        };
        var command = new Command(
            "connector", "the cost of SearchAsync of the VectorData connector beside the engine's Search, ten small records a query")
        {
            records, turns,
        };
        command.SetAction((result, _) => RunAsync(result.GetValue(records), result.GetValue(turns)));
        return command;
    }

    private static async Task<int> RunAsync(int records, int turns)
    {
        string folder = Directory.CreateTempSubdirectory("zvec-connector-").FullName;
        try
        {
            using OverheadRun run = await OverheadRun.CreateAsync(folder, records);
            Write(run.Measure(turns));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Write(IReadOnlyList<OverheadFigures> figures)
    {
        var table = new TextTable("ten records a query", "us", "bytes", "us beyond the engine", "bytes beyond");
        foreach (OverheadFigures figure in figures)
        {
            OverheadFigures? basis = figures.FirstOrDefault(other => other.Name == figure.Base);
            table.Add(
                figure.Name,
                Number(figure.Microseconds),
                Number(figure.Bytes),
                basis is null ? "" : Number(figure.Microseconds - basis.Microseconds),
                basis is null ? "" : Number(figure.Bytes - basis.Bytes));
        }

        table.Write(Console.Out);
    }

    private static string Number(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
