using System.Reflection;

namespace Zvec.Docs.Tests;

/// <summary>The code of every page for users compiles and runs as it is written there.</summary>
public sealed class GuideTests : IDisposable
{
    // folders that pages name, which are not the tests' to write to
    private static readonly string[] ForeignFolders = ["/mnt", "/data", "/tmp"];

    private readonly string _folder = Directory.CreateTempSubdirectory("zvec-guide-").FullName;
    private readonly string _before = Environment.CurrentDirectory;

    private static IEnumerable<string> PagesOfPackages => Directory
        .EnumerateDirectories(Path.Combine(Repository.Root, "src"))
        .Select(project => Path.Combine(project, "README.md"))
        .Where(File.Exists);

    private static IEnumerable<string> Pages => Directory
        .EnumerateFiles(Repository.Root, "README.md")
        .Concat(PagesOfPackages)
        .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories));

    public static TheoryData<string, string> Programs()
    {
        var programs = new TheoryData<string, string>();
        foreach (string page in Pages.Order(StringComparer.Ordinal))
        {
            foreach (string program in Guide.Read(page).Programs)
                programs.Add(Path.GetRelativePath(Repository.Root, page), program);
        }

        return programs;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_runs_as_it_is_written(string page, string name)
    {
        Guide guide = Guide.Read(Path.Combine(Repository.Root, page));
        Environment.CurrentDirectory = _folder;
        var program = new GuideProgram(
            page, Preface($"{guide.Name}.{name}.cs"), guide.Code.Where(block => block.Program == name).Select(Redirect));
        string printed = program.Run();
        if (guide.Outputs.TryGetValue(name, out string? expected))
            Assert.Equal(expected, printed);
    }

    [Fact]
    public void Every_preface_has_its_program()
    {
        string[] programs =
        [
            .. Pages.Select(Guide.Read).SelectMany(guide => guide.Programs.Select(program => $"{guide.Name}.{program}.cs")),
        ];
        Assert.All(Assembly.GetExecutingAssembly().GetManifestResourceNames(), preface => Assert.Contains(preface, programs));
    }

    private CodeBlock Redirect(CodeBlock block)
    {
        string text = ForeignFolders.Aggregate(
            block.Text, (text, folder) => text.Replace($"\"{folder}/", $"\"{_folder}{folder}/", StringComparison.Ordinal));
        return block with { Text = text };
    }

    private static string Preface(string name)
    {
        using Stream? preface = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        return preface is null ? "" : new StreamReader(preface).ReadToEnd();
    }
}
