namespace Zvec.Packages.Tests;

public sealed class ReproducibleTests(PackedPackages packed)
{
    // written by the packer, with a name and an id made by chance
    private static readonly string[] Wrapping = ["package/", "_rels/"];

    [Theory]
    [MemberData(nameof(PackageContentTests.Ids), MemberType = typeof(PackageContentTests))]
    public void Two_folders_make_the_same_bytes(string id)
    {
        foreach (string extension in new[] { "nupkg", "snupkg" })
        {
            using var first = Package.Open(packed.First, id, extension);
            using var second = Package.Open(packed.Second, id, extension);
            string[] files = Content(first);
            Assert.Equal(files, Content(second));
            Assert.DoesNotContain(files, file => !first.Bytes(file).AsSpan().SequenceEqual(second.Bytes(file)));
        }
    }

    private static string[] Content(Package package) =>
    [
        .. package.Files
            .Where(file => !Wrapping.Any(name => file.StartsWith(name, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];
}
