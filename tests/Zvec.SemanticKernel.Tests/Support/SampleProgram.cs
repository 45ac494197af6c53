using System.Diagnostics;

namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>A sample, run as its users run it.</summary>
public static class SampleProgram
{
    /// <summary>Runs a sample to its end.</summary>
    /// <param name="name">The program, which lies beside the tests.</param>
    /// <param name="prefix">How the variables begin that it reads; those of this process are not handed on.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What is typed.</param>
    /// <param name="environment">Its variables.</param>
    /// <returns>The exit code, and what it writes.</returns>
    public static async Task<(int Code, string Output)> RunAsync(
        string name, string prefix, string[] arguments, string input, params (string Name, string Value)[] environment)
    {
        string file = OperatingSystem.IsWindows() ? $"{name}.exe" : name;
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, file), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        foreach ((string variable, string value) in environment)
            start.Environment[variable] = value;

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
