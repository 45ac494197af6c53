using System.CommandLine;
using System.Globalization;

namespace Zvec.Benchmarks.Server;

/// <summary><c>server</c>: what the REST server adds to a search, and whether it holds many clients.</summary>
internal static class ServerCommand
{
    public static Command Create()
    {
        var documents = new Option<int>("--documents") { Description = "documents in the collection", DefaultValueFactory = _ => 20_000 };
        var searches = new Option<int>("--searches")
        {
            Description = "searches in turns, each in the process and over HTTP; medians are printed",
            DefaultValueFactory = _ => 5_000,
        };
        var clients = new Option<int>("--clients") { Description = "clients at once", DefaultValueFactory = _ => 1_000 };
        var seconds = new Option<int>("--seconds") { Description = "how long the clients ask", DefaultValueFactory = _ => 10 };
        var command = new Command("server", "the cost of a search over HTTP beside one in the process, and a bounded load of many clients")
        {
            documents, searches, clients, seconds,
        };
        command.SetAction((result, _) => RunAsync(
            result.GetValue(documents), result.GetValue(searches), result.GetValue(clients),
            TimeSpan.FromSeconds(result.GetValue(seconds))));
        return command;
    }

    private static async Task<int> RunAsync(int documents, int searches, int clients, TimeSpan time)
    {
        string folder = Directory.CreateTempSubdirectory("zvec-serve-").FullName;
        try
        {
            ServedCollection served = await ServedCollection.CreateAsync(folder, documents);
            using ServerProcess server = await ServerProcess.StartAsync(folder);
            Write(await LatencyRun.MeasureAsync(server.Address, folder, served, searches));
            LoadAnswer answer = await LoadRun.MeasureAsync(server.Address, served, clients, time);
            Write(answer, clients);
            return answer.Errors == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(IReadOnlyList<LatencyFigures> figures)
    {
        var table = new TextTable("one client, ten documents a search", "median us", "99 % us", "median us beyond the engine");
        foreach (LatencyFigures figure in figures)
        {
            table.Add(
                figure.Name, Number(figure.Median), Number(figure.High),
                figure == figures[0] ? "" : Number(figure.Median - figures[0].Median));
        }

        table.Write(Console.Out);
        Console.WriteLine();
    }

    private static void Write(LoadAnswer answer, int clients)
    {
        var table = new TextTable("clients at once", "searches", "errors", "searches/s", "median ms", "99 % ms");
        table.Add(
            clients.ToString("N0", CultureInfo.InvariantCulture),
            answer.Searches.ToString("N0", CultureInfo.InvariantCulture),
            answer.Errors.ToString("N0", CultureInfo.InvariantCulture),
            Number(answer.Rate), Number(answer.Median), Number(answer.High));
        table.Write(Console.Out);
        if (answer.FirstError is { } error)
            Console.WriteLine($"The first error: {error}");
    }

    private static string Number(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
