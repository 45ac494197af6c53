using System.Diagnostics;

namespace Zvec.Benchmarks.Peers;

/// <summary>Runs other programs for a moment.</summary>
internal static class ProgramCheck
{
    /// <summary>Why a program cannot be used; null when it runs.</summary>
    public static string? WhyMissing(string program, params string[] arguments)
    {
        (int code, _, string error) = Run(program, arguments);
        return code == 0 ? null : $"{program} does not run: {error.Trim()}";
    }

    /// <summary>Runs a program until it ends.</summary>
    /// <returns>Its exit code, −1 when it does not start, and what it printed.</returns>
    public static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, "", exception.Message);
        }
    }
}
