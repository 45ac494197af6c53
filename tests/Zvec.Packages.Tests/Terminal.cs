using System.Text.RegularExpressions;

namespace Zvec.Packages.Tests;

/// <summary>Takes commands as a page shows them, on every system.</summary>
/// <param name="dotnet">Runs them.</param>
/// <param name="tools">Where tools are installed.</param>
/// <param name="folder">Where the first command runs.</param>
internal sealed partial class Terminal(DotNet dotnet, string tools, string folder)
{
    public string Folder { get; private set; } = folder;

    /// <summary>Runs the commands of a block one after the other.</summary>
    /// <returns>What they printed.</returns>
    public async Task<string> RunAsync(string block)
    {
        string output = "";
        foreach (string line in block.Split('\n'))
        {
            string[] words =
            [
                .. Word().Matches(Comment().Replace(line, ""))
                    .Select(word => word.Value.Trim('"').Replace("$PWD", Folder, StringComparison.Ordinal)),
            ];
            if (words.Length == 0)
                continue;
            if (words[0] == "cd")
                Folder = Path.GetFullPath(Path.Combine(Folder, words[1]));
            else
                output += await dotnet.RunAsync(Folder, words[0] == "dotnet" ? words[0] : Path.Combine(tools, words[0]), words[1..]);
        }

        return output;
    }

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
