using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Golden;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Security;

/// <summary>Symbolic links inside a collection's folder are refused by name, and nothing that they lead to is read, cut, written or
/// deleted.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => _folder["c"];

    private string Outside => _folder["outside"];

    public static TheoryData<string> Places => ["LOCK", "MANIFEST-000001", "wal", "wal/000002.wal", "segments", "segments/000001",
        "segments/000001/keys", "segments/000001/f1.column"];

    /// <summary>Names that the collection does not have, and its engine could take for its own.</summary>
    public static TheoryData<string> OtherPlaces => ["MANIFEST-000001", "MANIFEST-000900", "wal/000001.wal", "wal/000900.wal",
        "segments/000900", "segments/000001/deletes.000900", "segments/000001/x"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_link_in_place_of_a_file_or_folder_is_refused(string place)
    {
        if (OperatingSystem.IsWindows())
            return; // where making a link takes rights that tests do not have
        await CreateAsync();
        string link = Path.Combine(
            Root, place == "MANIFEST-000001" ? Path.GetFileName(Directory.GetFiles(Root, "MANIFEST-*").Single()) : place);
        Directory.CreateDirectory(Outside);
        string target = Path.Combine(Outside, "target");
        Directory.Move(link, target); // a file too
        File.CreateSymbolicLink(link, target);
        CheckRefused(link);
    }

    [Theory]
    [MemberData(nameof(OtherPlaces))]
    public async Task A_link_of_a_name_that_could_be_ours_is_refused(string place)
    {
        if (OperatingSystem.IsWindows())
            return;
        await CreateAsync();
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "keys"), "precious");
        string link = Path.Combine(Root, place);
        File.CreateSymbolicLink(link, place == "segments/000900" ? Outside : Path.Combine(Outside, "keys"));
        CheckRefused(link);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_refused_and_nothing_is_made_there()
    {
        if (OperatingSystem.IsWindows())
            return;
        await CreateAsync();
        Directory.CreateDirectory(Outside);
        File.Delete(Path.Combine(Root, "LOCK"));
        File.CreateSymbolicLink(Path.Combine(Root, "LOCK"), Path.Combine(Outside, "none"));
        CheckRefused(Path.Combine(Root, "LOCK"));
        Assert.Empty(Directory.GetFileSystemEntries(Outside));
    }

    [Theory]
    [InlineData("LOCK")]
    [InlineData("wal")]
    [InlineData("segments")]
    public void A_collection_is_not_created_through_a_link(string place)
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "precious"), "precious");
        File.CreateSymbolicLink(Path.Combine(Root, place), place == "LOCK" ? Path.Combine(Outside, "precious") : Outside);
        AssertRefused(Path.Combine(Root, place), () => Collection.Create(Root, GoldenContent.SmallSchema(KeyType.Int32)));
        AssertRefused(Path.Combine(Root, place), () => Collection.OpenOrCreate(Root, GoldenContent.SmallSchema(KeyType.Int32)));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(Outside, "precious")));
    }

    [Fact]
    public async Task The_folder_itself_may_be_a_link()
    {
        if (OperatingSystem.IsWindows())
            return;
        await CreateAsync();
        Directory.CreateSymbolicLink(_folder["link"], Root);
        using (Collection collection = Collection.Open(_folder["link"]))
        {
            await collection.InsertAsync([GoldenContent.SmallDocument(KeyType.Int32, 9)]);
            Assert.Equal(ZvecErrorCode.Locked, Assert.Throws<ZvecException>(() => Collection.Open(Root)).Code);
        }

        using (Collection collection = Collection.Open(Root, new CollectionOptions { ReadOnly = true }))
            Assert.Equal(6, collection.GetStatistics().Documents);
        Collection.Drop(_folder["link"]);
        Assert.False(Collection.Exists(Root));
        Assert.True(!Directory.Exists(Root) || Directory.GetFileSystemEntries(Root).Length == 0);
    }

    [Fact]
    public void Deleting_a_folder_deletes_links_in_it_and_not_what_they_lead_to()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "precious"), "precious");
        Directory.CreateDirectory(Path.Combine(Root, "inner"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "inner", "folder"), Outside);
        File.CreateSymbolicLink(Path.Combine(Root, "inner", "file"), Path.Combine(Outside, "precious"));
        PhysicalFileSystem.Instance.DeleteDirectory(Root);
        Assert.False(Directory.Exists(Root));
        Directory.CreateSymbolicLink(_folder["link"], Outside);
        PhysicalFileSystem.Instance.DeleteDirectory(_folder["link"]);
        Assert.False(PhysicalFileSystem.Instance.IsLink(_folder["link"]));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(Outside, "precious")));
    }

    [Fact]
    public void Links_are_told_from_what_they_lead_to()
    {
        if (OperatingSystem.IsWindows())
            return;
        PhysicalFileSystem disk = PhysicalFileSystem.Instance;
        Directory.CreateDirectory(Outside);
        File.WriteAllText(_folder["file"], "");
        File.CreateSymbolicLink(_folder["a"], _folder["file"]);
        File.CreateSymbolicLink(_folder["b"], Outside);
        File.CreateSymbolicLink(_folder["c"], _folder["none"]);
        Assert.True(disk.IsLink(_folder["a"]) && disk.IsLink(_folder["b"]) && disk.IsLink(_folder["c"]));
        Assert.False(disk.IsLink(_folder["file"]) || disk.IsLink(Outside) || disk.IsLink(_folder["none"]));
    }

    [Fact]
    public async Task A_copy_is_not_made_through_links()
    {
        if (OperatingSystem.IsWindows())
            return;
        await CreateAsync();
        Directory.CreateDirectory(Outside);
        Directory.CreateSymbolicLink(_folder["target.copying"], Outside);
        File.CreateSymbolicLink(_folder["dangling"], _folder["none"]);
        using Collection collection = Collection.Open(Root);
        Assert.Equal(
            ZvecErrorCode.InvalidArgument, (await Assert.ThrowsAsync<ZvecException>(() => collection.CopyAsync(_folder["target"]))).Code);
        Assert.Equal(
            ZvecErrorCode.AlreadyExists, (await Assert.ThrowsAsync<ZvecException>(() => collection.CopyAsync(_folder["dangling"]))).Code);
        Assert.Empty(Directory.GetFileSystemEntries(Outside));
    }

    private static void AssertRefused(string link, Action action)
    {
        var exception = Assert.Throws<ZvecException>(action);
        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
        Assert.Contains($"'{link}' is a symbolic link", exception.Message, StringComparison.Ordinal);
    }

    private async Task CreateAsync()
    {
        using Collection collection = Collection.Create(
            Root, GoldenContent.SmallSchema(KeyType.Int32), new CollectionOptions { BackgroundMaintenance = false });
        await collection.InsertAsync(Enumerable.Range(0, 5).Select(i => GoldenContent.SmallDocument(KeyType.Int32, i)));
        await collection.FlushAsync();
    }

    private void CheckRefused(string link)
    {
        SortedDictionary<string, string> before = State();
        AssertRefused(link, () => Collection.Open(Root));
        AssertRefused(link, () => Collection.Open(Root, new CollectionOptions { ReadOnly = true }));
        AssertRefused(link, () => Collection.OpenOrCreate(Root, GoldenContent.SmallSchema(KeyType.Int32)));
        AssertRefused(link, () => Collection.Drop(Root));
        Assert.True(PhysicalFileSystem.Instance.IsLink(link));
        Assert.Equal(before, State());
    }

    /// <summary>All files outside, LOCK too.</summary>
    private SortedDictionary<string, string> State() => new(
        Directory.GetFiles(Outside, "*", SearchOption.AllDirectories).ToDictionary(
            path => path, path => Convert.ToHexString(File.ReadAllBytes(path))));
}
