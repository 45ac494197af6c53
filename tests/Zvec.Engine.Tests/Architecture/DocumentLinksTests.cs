namespace Zvec.Engine.Tests.Architecture;

public sealed class DocumentLinksTests
{
    [Theory]
    [InlineData("see [a](docs/a.md) and [b](../b.md#part \"title\")", "docs/a.md ../b.md")]
    [InlineData("![image](a%20b.png)[c](<d.md>)", "a b.png d.md")]
    [InlineData("[a](https://example.org/x) [b](#here) [c](mailto:x@example.org)", "")]
    [InlineData("[a]: docs/a.md\ntext [a]", "docs/a.md")]
    [InlineData("`[a](b.md)`\n```\n[c](d.md)\n```\n[e](f.md)", "f.md")]
    public void Relative_targets_are_found(string markdown, string expected) =>
        Assert.Equal(expected, string.Join(' ', DocumentLinks.RelativeTargets(markdown)));

    [Fact]
    public void A_link_to_nothing_is_found()
    {
        string folder = Directory.CreateTempSubdirectory("zvec-links-").FullName;
        try
        {
            string document = Path.Combine(folder, "a.md");
            File.WriteAllText(document, "[self](a.md#top) [folder](.) [gone](b.md)");
            Assert.Equal([$"{document}: b.md"], DocumentLinks.Broken(document));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
