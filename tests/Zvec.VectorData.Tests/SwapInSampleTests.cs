using System.Diagnostics;

namespace Zvec.VectorData.Tests;

/// <summary>The sample samples/SwapIn, run as its users run it.</summary>
public sealed class SwapInSampleTests : IDisposable
{
    private const string Copied = "2,575 records read, 2,575 written, 0 already there.\n";
    private const string CopiedAgain = "2,575 records read, 0 written, 2,575 already there.\n";

    private readonly string _stores = Directory.CreateTempSubdirectory("zvec-swapin-").FullName;

    public void Dispose() => Directory.Delete(_stores, recursive: true);

    [Fact]
    public async Task It_prints_the_same_on_both_stores_and_copies_from_one_to_the_other()
    {
        string sqlite = await RunAsync(0, "sqlite");
        Assert.StartsWith("2,575 records", sqlite, StringComparison.Ordinal);
        Assert.Contains("By meaning and by words together", sqlite, StringComparison.Ordinal);
        Assert.EndsWith("  gone\n", sqlite, StringComparison.Ordinal);

        Assert.EndsWith(Copied, await RunAsync(0, "copy", "sqlite", "zvec"), StringComparison.Ordinal);
        Assert.Equal(sqlite, await RunAsync(0, "zvec"));

        File.Delete(Path.Combine(_stores, "records.sqlite"));
        Assert.EndsWith(Copied, await RunAsync(0, "copy", "zvec", "sqlite"), StringComparison.Ordinal);
        Assert.EndsWith(CopiedAgain, await RunAsync(0, "copy", "zvec", "sqlite"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_answered_with_the_usage()
    {
        Assert.Contains("swapin copy <store> <store>", await RunAsync(1, "copy", "zvec", "zvec"), StringComparison.Ordinal);
        Assert.Contains("'food' does not exist", await RunAsync(1, "copy", "zvec", "sqlite"), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(int code, params string[] arguments)
    {
        string name = OperatingSystem.IsWindows() ? "SwapIn.exe" : "SwapIn";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), [.. arguments, "--data", _stores])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == code, output + await errors);
        return output.ReplaceLineEndings("\n");
    }
}
