using System.Diagnostics;

namespace Zvec.Benchmarks.Server;

/// <summary>The server in a process of its own, as it is in use.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(string folder)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Zvec.Server.dll"), "--Zvec:Path", folder, "--urls", "http://127.0.0.1:0",
                "--Zvec:ReadOnly", "true", "--Zvec:RefreshInterval", "0:00:00",
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The server was not started.");
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            int place = line.IndexOf(Listening, StringComparison.Ordinal);
            if (place < 0)
                continue;
            _ = process.StandardOutput.ReadToEndAsync(); // so that the server never waits for a reader of its log
            return new ServerProcess(process, new Uri(line[(place + Listening.Length)..].Trim()));
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
