using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Zvec.Cli.Tests;

/// <summary>A folder of its own, and the executable run in it.</summary>
public abstract class CliTest : IDisposable
{
    /// <summary>Three books with a text, a number and a vector.</summary>
    protected const string Books = """
        {"id":"b1","title":"Moby Dick the white whale","year":1851,"tags":["sea","whale"],"price":12.50,"v":[1,0,0,0]}
        {"id":"b2","title":"War and Peace","year":1869,"tags":null,"price":null,"v":[0,1,0,0.5]}
        {"id":"b3","title":"A whale of a \"time\", again","year":1999,"tags":[],"price":3.1,"v":[0.9,0.1,0,0]}

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    protected CliTest() => Directory.CreateDirectory(Folder);

    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), "zvec-cli-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    protected string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>Starts the executable.</summary>
    protected Process Start(params string[] arguments)
    {
        string name = OperatingSystem.IsWindows() ? "zvec.exe" : "zvec";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Asks a process to stop, as a terminal does for Ctrl+C. Where that signal is ignored, as in what a shell runs in the
    /// background, which its children inherit, as a system does that stops.</summary>
    protected static void Interrupt(Process process)
    {
        string signal = IgnoresInterrupts() ? "-TERM" : "-INT";
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Runs the executable to its end.</summary>
    protected CliResult Run(params string[] arguments) => RunWith("", arguments);

    /// <summary>Runs the executable with something on standard input.</summary>
    protected CliResult RunWith(string input, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"zvec {string.Join(' ', arguments)} does not end.");
        }

        return new CliResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs the executable, which succeeds, and reads the JSON that it writes.</summary>
    protected JsonElement Json(params string[] arguments)
    {
        CliResult result = Run([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("", result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    /// <summary>Runs the executable, which fails with a code and names what is wrong.</summary>
    protected void Fails(int exitCode, string named, params string[] arguments)
    {
        CliResult result = Run(arguments);
        Assert.True(exitCode == result.ExitCode, $"exit code {result.ExitCode}: {result.Output}{result.Error}");
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Makes the collection "books" and fills it.</summary>
    protected void CreateBooks()
    {
        Json(
            "create", "books", "--field", "title:String:text", "--field", "year:Int32:inverted", "--field", "tags:StringArray?", "--field",
            "price:Decimal?", "--vector", "v:Float32:4");
        Assert.Equal(3, Json("import", "books", Write("books.jsonl", Books)).GetProperty("written").GetInt32());
    }

    protected long Count(string collection) => Json("info", collection).GetProperty("documents").GetInt64();

    private static bool IgnoresInterrupts()
    {
        const string status = "/proc/self/status";
        const string ignored = "SigIgn:";
        const ulong interrupt = 1 << 1; // the bit of signal 2
        if (!File.Exists(status))
            return false;
        string mask = File.ReadLines(status).First(line => line.StartsWith(ignored, StringComparison.Ordinal))[ignored.Length..].Trim();
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & interrupt) != 0;
    }
}
