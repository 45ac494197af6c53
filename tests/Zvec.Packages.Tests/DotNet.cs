using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Zvec.Packages.Tests;

/// <summary>Runs commands as somebody would who has installed the SDK and nothing else: with an empty home.</summary>
/// <param name="home">The folder that takes settings, packages and caches.</param>
internal sealed class DotNet(string home)
{
    // Without them the tests would say what they say in the language, the configuration and the process tree of whoever runs them.
    private static readonly string[] Inherited =
        ["Configuration", "MSBUILD", "MSBuild", "DOTNET_HOST_PATH", "TESTINGPLATFORM", "NUGET_PACKAGES", "RestorePackagesPath"];

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed: the message has all that it wrote.</exception>
    public async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsInherited).ToArray())
            start.Environment.Remove(name);
        foreach (string name in new[] { "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "DOTNET_CLI_HOME" })
            start.Environment[name] = home;
        // what was downloaded once need not be downloaded again; packages are installed anew all the same
        start.Environment["NUGET_HTTP_CACHE_PATH"] = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "NuGet", "http-cache");
        // programs of tools look for .NET there where it is not in the usual place
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        // a build server would outlive the tests, and keep files of their folders open
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'{program} {string.Join(' ', arguments)}' in {folder} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        }

        return (await output).ReplaceLineEndings("\n");
    }

    private static bool IsInherited(string variable) => Inherited.Any(name => variable.StartsWith(name, StringComparison.Ordinal));
}
