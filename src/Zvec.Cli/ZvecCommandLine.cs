using System.CommandLine;
using Zvec.Cli.Commands;

namespace Zvec.Cli;

/// <summary>The command line: all commands, and how one is run.</summary>
internal static class ZvecCommandLine
{
    // a command gets so long to let go of what it writes before the process ends
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(60);

    /// <summary>Runs what the arguments ask for.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        RootCommand root = Create();

        // a @ before a file's name is for the commands, which read vectors from such files
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            bool json = parsed.GetValue(SharedOptions.Json);
            Failures.Write(json, "InvalidArgument", string.Join(" ", parsed.Errors.Select(error => error.Message)) + " See --help.");
            return ExitCode.BadInput;
        }

        if (parsed.CommandResult.Command == root)
            ShortenDescriptions(root);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // the server stops itself
            ProcessTerminationTimeout = parsed.CommandResult.Command.Name == ServeCommand.Name ? null : TimeToStop,
        };
        return await parsed.InvokeAsync(configuration);
    }

    // in the list of commands a sentence is enough; each command's own help has the rest
    private static void ShortenDescriptions(RootCommand root)
    {
        foreach (Command command in root.Subcommands)
        {
            string text = command.Description!.ReplaceLineEndings(" ");
            int end = text.AsSpan().IndexOfAny(".:;");
            command.Description = text[..end] + ".";
        }
    }

    /// <summary>All commands. One of another project is added here.</summary>
    private static RootCommand Create()
    {
        var root = new RootCommand($"""
            Zvec collections from the command line. A collection is a folder; commands that do not write open it for reading only, beside
            whoever writes to it.

            {ExitCode.Help}
            """)
        {
            CreateCommand.Create(),
            InfoCommand.Create(),
            StatsCommand.Create(),
            SchemaCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            QueryCommand.Create(),
            GetCommand.Create(),
            DeleteCommand.Create(),
            IndexCommand.Create(),
            OptimizeCommand.Create(),
            VerifyCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            MigrateCommand.Create(),
            CopyCommand.Create(),
            BenchCommand.Create(),
            PartitionsCommand.Create(),
            ServeCommand.Create(),
        };
        root.Options.Add(SharedOptions.Json);
        root.Options.Add(SharedOptions.Quiet);
        return root;
    }
}
