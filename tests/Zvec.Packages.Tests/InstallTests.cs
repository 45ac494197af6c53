namespace Zvec.Packages.Tests;

/// <summary>A newcomer's first minutes: the commands and the code of the README, with the packages as they were made, and an empty
/// home.</summary>
public sealed class InstallTests : IDisposable
{
    private const string PackCommand = "dotnet pack -c Release -o packages";
    private const string ToolCommand = "dotnet tool install --global Zvec.Cli";

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zvec-newcomer-");
    private readonly string _packages;
    private readonly Terminal _terminal;

    public InstallTests(PackedPackages packed)
    {
        string home = _folder.CreateSubdirectory("home").FullName;
        string clone = _folder.CreateSubdirectory("zvec").FullName;
        KeepFeeds(home);
        _packages = Path.Combine(clone, "packages");
        CopyPackages(packed.First, _packages);
        _terminal = new Terminal(new DotNet(home), Path.Combine(home, ".dotnet", "tools"), clone);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_quickstart_runs_as_the_README_has_it()
    {
        await AddSourceAsync();
        await _terminal.RunAsync(Single("## Quickstart", "sh"));
        Assert.Equal(Single("## Quickstart", "output"), await RunProgramAsync(Single("## Quickstart", "csharp")));
        AssertPacked("Zvec.VectorData");
        AssertPacked("Zvec.Engine");
    }

    [Fact]
    public async Task The_engine_runs_as_the_README_has_it()
    {
        await AddSourceAsync();
        await _terminal.RunAsync("dotnet new console -o ../books\ncd ../books\ndotnet add package Zvec.Engine");
        Assert.Equal("Neuromancer\n", await RunProgramAsync(Single("## The engine's own API", "csharp")));
        AssertPacked("Zvec.Engine");
    }

    [Fact]
    public async Task The_tool_runs_as_its_README_has_it()
    {
        Assert.Contains($"`{ToolCommand}`", Readme);
        await AddSourceAsync();
        File.WriteAllText(
            Path.Combine(_terminal.Folder, "books.jsonl"),
            """{ "id": "b1", "title": "The Left Hand of Darkness", "embedding": [0.9, 0.1, 0.2] }""");
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "Zvec.Cli", "README.md"));
        string[] commands = Assert.Single(Markdown.Blocks(readme, "# Zvec.Cli", "sh")).TrimEnd('\n').Split('\n');
        Assert.Equal(ToolCommand, commands[0]);
        // the last one serves until it is told to end
        Assert.StartsWith("zvec serve ", commands[^1]);
        string printed = await _terminal.RunAsync(string.Join('\n', commands[..^1]));
        Assert.Contains("The Left Hand of Darkness", printed);
        using var package = Package.Open(_packages, "Zvec.Cli");
        Assert.StartsWith(package.Metadata.Element("version")!.Value, await _terminal.RunAsync("zvec --version"));
    }

    /// <summary>The README's commands that make the packages known, but for the first, which made them.</summary>
    private async Task AddSourceAsync()
    {
        string[] commands = Single("## Install", "sh").Split('\n');
        Assert.StartsWith(PackCommand, commands[0]);
        await _terminal.RunAsync(string.Join('\n', commands[1..]));
    }

    private async Task<string> RunProgramAsync(string code)
    {
        File.WriteAllText(Path.Combine(_terminal.Folder, "Program.cs"), code);
        return await _terminal.RunAsync("dotnet run");
    }

    /// <summary>What was installed is what was packed, and no package of that name from anywhere else.</summary>
    private void AssertPacked(string id)
    {
        using var package = Package.Open(_packages, id);
        string[] installed = Directory.GetFiles(_terminal.Folder, $"{id}.dll", SearchOption.AllDirectories);
        Assert.NotEmpty(installed);
        Assert.All(installed, file => Assert.Equal(package.Bytes($"lib/net10.0/{id}.dll"), File.ReadAllBytes(file)));
    }

    private static string Single(string heading, string language) => Assert.Single(Markdown.Blocks(Readme, heading, language));

    private static void CopyPackages(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string package in Directory.GetFiles(source))
            File.Copy(package, Path.Combine(target, Path.GetFileName(package)));
    }

    /// <summary>Takes over where NuGet looks for the packages of others, where that is not the default.</summary>
    private static void KeepFeeds(string home)
    {
        string settings = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
        if (!File.Exists(settings))
            return;
        string folder = Path.Combine(home, ".nuget", "NuGet");
        Directory.CreateDirectory(folder);
        File.Copy(settings, Path.Combine(folder, "NuGet.Config"));
    }
}
