using System.CommandLine;
using Zvec.Samples.Shared;

namespace Zvec.Samples.Quickstart;

/// <summary>What the command line says.</summary>
/// <param name="Store">The folder that holds the store.</param>
/// <param name="Reset">Whether to delete the store's dictionary first.</param>
/// <param name="Questions">The question to answer, or the sample's own.</param>
internal sealed record Arguments(string Store, bool Reset, IReadOnlyList<Question> Questions)
{
    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it asks for help or makes no sense: that is answered already.</returns>
    public static Arguments? Parse(string[] args)
    {
        Argument<string[]> question = Words.Argument(
            "question", "The description of a meaning; without one the sample asks its own.", ArgumentArity.ZeroOrMore);
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Where the store is kept; by default data-store beside the program.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "data-store")),
        };
        var reset = new Option<bool>("--reset") { Description = "Delete the store's dictionary and ingest it again." };

        var command = new RootCommand("Finds words by what they mean.") { question, data, reset };
        if (command.ReadOrExplain(args) is not { } parsed)
            return null;

        return new Arguments(
            parsed.GetValue(data)!.FullName,
            parsed.GetValue(reset),
            Words.TextOf(parsed, question) is { } asked ? [new Question(asked)] : Question.Examples);
    }
}
