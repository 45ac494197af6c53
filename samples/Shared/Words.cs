using System.CommandLine;

namespace Zvec.Samples.Shared;

/// <summary>Words of a command line that are one text, with or without quotation marks.</summary>
internal static class Words
{
    /// <summary>An argument of words. What looks like an option is none of them, or a mistyped option would be part of the text.</summary>
    public static Argument<string[]> Argument(string name, string description, ArgumentArity arity)
    {
        var words = new Argument<string[]>(name) { Description = description, Arity = arity };
        words.Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(token => token.Value).Where(IsOption))
                result.AddError($"There is no option {word}.");
        });
        return words;
    }

    /// <summary>The text; null without any words.</summary>
    public static string? TextOf(ParseResult parsed, Argument<string[]> words) =>
        parsed.GetValue(words) is { Length: > 0 } given ? string.Join(' ', given) : null;

    private static bool IsOption(string word) => word is ['-', '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..];
}
