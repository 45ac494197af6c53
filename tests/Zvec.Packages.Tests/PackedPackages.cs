namespace Zvec.Packages.Tests;

/// <summary>The packages, made twice: of the same sources in two folders, one after the other as two people would.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>What the README says, and what makes it quicker: analyzers change nothing in what is compiled.</summary>
    private static readonly string[] Pack =
        ["pack", "-c", "Release", "-o", "packages", "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zvec-packages-");

    /// <summary>A folder for whoever wants to make something of the packages.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The folder in which the first ones were made: they are in its folder <c>packages</c>.</summary>
    public string FirstSources => Path.Combine(Folder, "first");

    public string First => Path.Combine(FirstSources, "packages");

    public string Second => Path.Combine(Folder, "another", "place", "packages");

    public async ValueTask InitializeAsync()
    {
        // with the packages of others that building the tests has brought
        var dotnet = new DotNet(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        foreach (string packages in new[] { First, Second })
        {
            string sources = Path.GetDirectoryName(packages)!;
            SourceTree.Copy(sources);
            await dotnet.RunAsync(sources, "dotnet", Pack);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
