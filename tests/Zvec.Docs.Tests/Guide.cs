using System.Text.RegularExpressions;

namespace Zvec.Docs.Tests;

/// <summary>A page for users, and the programs in it.</summary>
/// <remarks>
/// The C# of a page is one program, in the order of the page, unless comments say otherwise: <c>&lt;!-- program: name --&gt;</c> begins a
/// program or goes on with one of that name. What a program takes for granted stands in <c>Prefaces/page.name.cs</c>. A block of the language
/// <c>output</c> is what the program of the code before it prints.
/// </remarks>
internal sealed partial class Guide
{
    private const string Fence = "```";

    private Guide(string name, List<CodeBlock> code, Dictionary<string, string> outputs)
    {
        Name = name;
        Code = code;
        Outputs = outputs;
    }

    /// <summary>The file's name without its extension; for the page of a package, the package's.</summary>
    public string Name { get; }

    public IReadOnlyList<CodeBlock> Code { get; }

    /// <summary>What programs print, by their names.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; }

    public IEnumerable<string> Programs => Code.Select(block => block.Program).Distinct();

    public static Guide Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        var code = new List<CodeBlock>();
        var outputs = new Dictionary<string, string>();
        string program = "main";
        for (int i = 0; i < lines.Length; i++)
        {
            if (ProgramMark().Match(lines[i]) is { Success: true } mark)
                program = mark.Groups[1].Value;
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            string language = lines[i][Fence.Length..].Trim();
            int end = Array.IndexOf(lines, Fence, i + 1);
            if (end < 0)
                throw new InvalidDataException($"{path}({i + 1}): the block is not ended.");
            string text = string.Join('\n', lines[(i + 1)..end]);
            if (language == "csharp")
                code.Add(new CodeBlock(program, i + 2, text));
            else if (language == "output")
                outputs[program] = outputs.GetValueOrDefault(program, "") + text + "\n";
            i = end;
        }

        string folder = Path.GetDirectoryName(path)!;
        bool ofPackage = Path.GetFileName(Path.GetDirectoryName(folder)) == "src";
        return new Guide(ofPackage ? Path.GetFileName(folder) : Path.GetFileNameWithoutExtension(path), code, outputs);
    }

    [GeneratedRegex("^<!-- program: ([a-z-]+) -->$")]
    private static partial Regex ProgramMark();
}
