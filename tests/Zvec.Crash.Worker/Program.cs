using System.Globalization;
using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>A process for the crash tests to kill.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["write", string path, string seed, string durability, string bytes, string board, string starts]:
                    ExitWithParent();
                    await new WriteCommand(
                        path,
                        int.Parse(seed, CultureInfo.InvariantCulture),
                        Options(durability, bytes),
                        board == "-" ? null : board,
                        [.. starts.Split(',').Select(start => long.Parse(start, CultureInfo.InvariantCulture))]).RunAsync();
                    return 0;
                case ["open", string path, string durability, string bytes]:
                    new OpenCommand(path, Options(durability, bytes)).Run();
                    return 0;
                default:
                    await Console.Error.WriteLineAsync($"unknown arguments: {string.Join(' ', arguments)}");
                    return 2;
            }
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return 1;
        }
    }

    private static CollectionOptions Options(string durability, string mutableSegmentBytes) => new()
    {
        Durability = Enum.Parse<Durability>(durability),
        MutableSegmentBytes = long.Parse(mutableSegmentBytes, CultureInfo.InvariantCulture),
        MaintenanceThreads = 2,
    };

    /// <summary>Nobody is to be left writing when the tests themselves are stopped: the input ends with the process that holds its other
    /// end.</summary>
    private static void ExitWithParent()
    {
        var watcher = new Thread(() =>
        {
            while (Console.In.ReadLine() is not null)
            {
            }

            Environment.Exit(0);
        })
        { IsBackground = true };
        watcher.Start();
    }
}
