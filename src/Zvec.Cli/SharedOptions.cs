using System.CommandLine;

namespace Zvec.Cli;

/// <summary>Options and arguments that several commands have.</summary>
internal static class SharedOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write results, and errors, as JSON.",
        Recursive = true,
    };

    public static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "Show no progress.",
        Recursive = true,
    };

    public static Argument<string> Collection() => new("collection") { Description = "The collection's folder." };

    public static Option<string> Filter(string description) => new("--filter", "-f") { Description = description };

    public static Option<string[]> Fields() => new("--fields")
    {
        Description = "The fields to show, separated by commas; all by default.",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The names that were given, one by one or separated by commas; null for none.</summary>
    public static string[]? Names(string[]? given) =>
        given is null or [] ? null : [.. given.SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries))];
}
