namespace Zvec.Engine.Tests.Architecture;

/// <summary>The rules of the house, checked on the sources themselves.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Rooms_refer_only_to_the_rooms_they_may() => AssertNone(ArrowChecker.Check(
    [
        .. Repository.Sources("src").Where(
            file => Rooms.Of(file.Path) is not null || file.Path.StartsWith("Zvec.Engine/", StringComparison.Ordinal)),
    ]));

    [Fact]
    public void Source_files_are_short() =>
        AssertNone(SourceRules.CheckLengths(Repository.Sources("src"), median: 120, most: 350, longest: 500));

    [Fact]
    public void Test_files_are_short() =>
        AssertNone(SourceRules.CheckLengths(Repository.Sources("tests"), median: 700, most: 700, longest: 700));

    [Fact]
    public void Unsafe_code_stays_in_its_rooms() => AssertNone(SourceRules.CheckUnsafe(Repository.Sources("src/Zvec.Engine")));

    [Fact]
    public void The_connector_has_no_unsafe_code() => AssertNone(SourceRules.CheckUnsafe(Repository.Sources("src/Zvec.VectorData")));

    [Fact]
    public void Nothing_is_left_unfinished() => AssertNone(SourceRules.CheckUnfinished(Repository.Sources("src")));

    [Fact]
    public void Links_in_the_documents_lead_somewhere()
    {
        string docs = Path.Combine(Repository.Root, "docs");
        IEnumerable<string> documents = Directory.Exists(docs) ? Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories) : [];
        string readme = Path.Combine(Repository.Root, "README.md");
        AssertNone([.. documents.Concat(File.Exists(readme) ? [readme] : []).SelectMany(DocumentLinks.Broken)]);
    }

    private static void AssertNone(IReadOnlyCollection<string> findings) =>
        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
}
