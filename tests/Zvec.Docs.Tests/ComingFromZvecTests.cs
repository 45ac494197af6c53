using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

namespace Zvec.Docs.Tests;

/// <summary>The tables of docs/coming-from-zvec.md name what there is, and leave nothing of zvec out.</summary>
public sealed class ComingFromZvecTests
{
    private const string First = "zvec";

    private static readonly string Page = Path.Combine(Repository.Root, "docs", "coming-from-zvec.md");

    private static readonly string[] ZvecNames =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "tests", "Zvec.Docs.Tests", "ZvecNames.txt")).Where(line => !line.StartsWith('#')),
    ];

    [Theory]
    [InlineData("engine")]
    [InlineData("connector")]
    public void Every_name_of_ours_is_public(string column)
    {
        Assembly[] assemblies = column == "engine"
            ? [typeof(Collection).Assembly, typeof(ILogger).Assembly]
            : [typeof(ZvecVectorStore).Assembly, typeof(Collection).Assembly, typeof(VectorStore).Assembly, typeof(IEmbeddingGenerator).Assembly,
                typeof(ILoggerFactory).Assembly, typeof(int).Assembly];
        IReadOnlyList<(int Line, string Name)> names = NameTable.Read(Page, First, column);
        Assert.NotEmpty(names);
        string[] missing = [.. names.Where(entry => !Exists(entry.Name, assemblies)).Select(entry => $"line {entry.Line}: {entry.Name}")];
        Assert.True(missing.Length == 0, $"no public type or member of that name:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Every_name_of_zvec_is_there()
    {
        HashSet<string> named = [.. NameTable.Read(Page, First, First).Select(entry => entry.Name)];
        Assert.Empty(ZvecNames.Except(named));
        Assert.Empty(named.Except(ZvecNames));
    }

    private static bool Exists(string name, Assembly[] assemblies)
    {
        string[] parts = name.Split('.');
        IEnumerable<Type> types = assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => type.Name.Split('`')[0] == parts[0]);
        return parts.Length == 1
            ? types.Any()
            : types.Any(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
                .Any(member => member.Name == parts[1]));
    }
}
