using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Zvec.Packages.Tests;

/// <summary>Each package has what somebody looks for who finds it on a feed.</summary>
public sealed partial class PackageContentTests(PackedPackages packed)
{
    public static TheoryData<string> Ids => ["Zvec.Engine", "Zvec.VectorData", "Zvec.SemanticKernel", "Zvec.Server", "Zvec.Cli"];

    [Fact]
    public void There_is_a_package_and_one_of_symbols_for_each_id_and_no_other()
    {
        string[] expected = [.. Ids.SelectMany(id => new[] { $"{id.Data}.nupkg", $"{id.Data}.snupkg" }).Order(StringComparer.Ordinal)];
        IEnumerable<string> made = Directory.GetFiles(packed.First).Select(file => Version().Replace(Path.GetFileName(file), ""));
        Assert.Equal(expected, made.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_says_what_it_is_and_where_it_comes_from(string id)
    {
        using var package = Package.Open(packed.First, id);
        XElement metadata = package.Metadata;
        Assert.Equal(id, metadata.Element("id")?.Value);
        Assert.Equal("MIT", metadata.Element("license")?.Value);
        Assert.Equal("icon.png", metadata.Element("icon")?.Value);
        Assert.Equal("README.md", metadata.Element("readme")?.Value);
        Assert.Equal(SourceTree.Address, metadata.Element("projectUrl")?.Value);
        Assert.StartsWith(SourceTree.Address, metadata.Element("repository")?.Attribute("url")?.Value);
        Assert.Equal(SourceTree.Revision, metadata.Element("repository")?.Attribute("commit")?.Value);
        Assert.Contains("ector database", metadata.Element("description")?.Value);
        Assert.NotEmpty(package.Bytes("icon.png"));
        Assert.StartsWith("MIT License", package.Text("LICENSE"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_readme_of_a_package_is_its_own_and_links_to_the_revision_that_was_packed(string id)
    {
        using var package = Package.Open(packed.First, id);
        string readme = package.Text("README.md");
        string source = File.ReadAllText(Path.Combine(Repository.Root, "src", id, "README.md"));
        Assert.StartsWith($"# {id}\n", readme);
        string[] links = [.. Link().Matches(readme).Select(link => link.Groups[1].Value)];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith("https://", link));
        // everything but the links is as it was written
        Assert.Equal(source, readme.Replace($"{SourceTree.Address}/blob/{SourceTree.Revision}/", "../../", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Zvec.Engine", "Microsoft.Extensions.Logging.Abstractions Parlot System.IO.Hashing System.Numerics.Tensors")]
    [InlineData(
        "Zvec.VectorData",
        "Microsoft.Extensions.DependencyInjection.Abstractions Microsoft.Extensions.Diagnostics.HealthChecks "
            + "Microsoft.Extensions.VectorData.Abstractions Zvec.Engine")]
    [InlineData(
        "Zvec.SemanticKernel",
        "Microsoft.Extensions.DependencyInjection.Abstractions Microsoft.Extensions.VectorData.Abstractions Microsoft.SemanticKernel.Core "
            + "Zvec.VectorData")]
    [InlineData(
        "Zvec.Server",
        "Microsoft.AspNetCore.OpenApi OpenTelemetry.Exporter.Prometheus.AspNetCore OpenTelemetry.Extensions.Hosting Scalar.AspNetCore "
            + "Zvec.Engine")]
    [InlineData("Zvec.Cli", "")]
    public void A_package_brings_what_it_needs_and_nothing_else(string id, string dependencies)
    {
        using var package = Package.Open(packed.First, id);
        IEnumerable<string> found = package.Metadata.Descendants("dependency").Select(dependency => dependency.Attribute("id")!.Value);
        Assert.Equal(dependencies, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Zvec.Engine", "dll xml")]
    [InlineData("Zvec.VectorData", "dll xml")]
    [InlineData("Zvec.SemanticKernel", "dll xml")]
    [InlineData("Zvec.Server", "dll runtimeconfig.json xml")] // it is a program too
    public void A_library_has_one_assembly_its_documentation_and_its_symbols(string id, string extensions)
    {
        using var package = Package.Open(packed.First, id);
        IEnumerable<string> files = package.Files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal));
        Assert.Equal(
            extensions.Split(' ').Select(extension => $"lib/net10.0/{id}.{extension}"), files.Order(StringComparer.Ordinal));
        Assert.Contains($"<member name=\"T:{id}.", package.Text($"lib/net10.0/{id}.xml"));
        using var symbols = Package.Open(packed.First, id, "snupkg");
        Assert.NotEmpty(symbols.Bytes($"lib/net10.0/{id}.pdb"));
    }

    [Fact]
    public void The_tool_has_all_that_it_runs_with()
    {
        using var package = Package.Open(packed.First, "Zvec.Cli");
        Assert.Equal("DotnetTool", package.Metadata.Descendants("packageType").Single().Attribute("name")?.Value);
        Assert.Superset(
            new HashSet<string> { "tools/net10.0/any/zvec.dll", "tools/net10.0/any/Zvec.Engine.dll", "tools/net10.0/any/Zvec.Server.dll" },
            package.Files.ToHashSet());
    }

    [Fact]
    public void The_tables_of_Unicode_come_with_their_licence()
    {
        using var package = Package.Open(packed.First, "Zvec.Engine");
        Assert.Contains("UNICODE LICENSE", package.Text("licenses/UNICODE-LICENSE.txt"), StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\.\d+\.\d+\.\d+(-[0-9A-Za-z.-]+?)?(?=\.s?nupkg$)")]
    private static partial Regex Version();

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex Link();
}
