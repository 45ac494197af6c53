namespace Zvec.Cli.Tests;

/// <summary>What a run of the executable came to.</summary>
public sealed record CliResult(int ExitCode, string Output, string Error);
