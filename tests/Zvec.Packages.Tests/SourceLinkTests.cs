using System.Reflection.Metadata;
using System.Text.Json;

namespace Zvec.Packages.Tests;

/// <summary>A debugger finds the source of every method of a package.</summary>
public sealed class SourceLinkTests(PackedPackages packed)
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Theory]
    [InlineData("Zvec.Engine")]
    [InlineData("Zvec.VectorData")]
    [InlineData("Zvec.SemanticKernel")]
    [InlineData("Zvec.Server")]
    public void Every_source_is_in_the_symbols_or_at_the_address_of_the_repository(string id)
    {
        using var package = Package.Open(packed.First, id, "snupkg");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(package.Bytes($"lib/net10.0/{id}.pdb")));
        MetadataReader symbols = provider.GetMetadataReader();

        byte[] link = Assert.Single(Records(symbols, EntityHandle.ModuleDefinition, SourceLink));
        JsonProperty map = Assert.Single(JsonDocument.Parse(link).RootElement.GetProperty("documents").EnumerateObject());
        Assert.Equal("/_/*", map.Name);
        Assert.Equal($"https://raw.githubusercontent.com/example/zvec/{SourceTree.Revision}/*", map.Value.GetString());

        Assert.NotEmpty(symbols.Documents);
        Assert.All(symbols.Documents, document =>
        {
            string path = symbols.GetString(symbols.GetDocument(document).Name);
            Assert.StartsWith("/_/", path);
            if (!Records(symbols, document, EmbeddedSource).Any())
                Assert.True(File.Exists(Path.Combine(Repository.Root, path["/_/".Length..])), $"{path} is not in the repository.");
        });
    }

    private static IEnumerable<byte[]> Records(MetadataReader symbols, EntityHandle of, Guid kind) =>
        from handle in symbols.GetCustomDebugInformation(of)
        let record = symbols.GetCustomDebugInformation(handle)
        where symbols.GetGuid(record.Kind) == kind
        select symbols.GetBlobBytes(record.Value);
}
