using System.CommandLine;

namespace Zvec.Samples.Shared;

/// <summary>Reads command lines.</summary>
internal static class CommandLineExtensions
{
    /// <summary>Reads what the command line says, for a program that has one command.</summary>
    /// <returns>Null when it asks for help or makes no sense: that is answered already.</returns>
    public static ParseResult? ReadOrExplain(this RootCommand command, string[] args)
    {
        ParseResult parsed = command.Parse(args);
        if (parsed.Action is null)
            return parsed;

        parsed.Invoke();
        return null;
    }
}
