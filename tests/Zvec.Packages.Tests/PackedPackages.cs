namespace Zvec.Packages.Tests;

/// <summary>The packages, made twice: of the same sources, in two folders.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>What the README says, and what makes it quicker: analyzers change nothing in what is compiled.</summary>
    private static readonly string[] Pack =
        ["pack", "-c", "Release", "-o", "packages", "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zvec-packages-");

    /// <summary>The folder of the first ones.</summary>
    public string First => Path.Combine(_folder.FullName, "first", "packages");

    /// <summary>The folder of the second ones.</summary>
    public string Second => Path.Combine(_folder.FullName, "another", "place", "packages");

    public async ValueTask InitializeAsync()
    {
        // with the packages of others that building the tests has brought
        var dotnet = new DotNet(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        await Task.WhenAll(PackAsync(First), PackAsync(Second));

        Task PackAsync(string packages)
        {
            string sources = Path.GetDirectoryName(packages)!;
            SourceTree.Copy(sources);
            return dotnet.RunAsync(sources, "dotnet", Pack);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
