using CsCheck;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public sealed class CollectionNameTests : StoreTests
{
    private static readonly Gen<string> TrickyNames = Gen.String[Gen.Char["aAbBcCoOnN1.%~ "], 1, 6];

    public static TheoryData<string> HostileNames =>
    [
        "../x", "..", ".", "a/b", @"a\b", "/etc/passwd", @"C:\x", "a:b", "a*?\"<>|b", "CON", "con", "nul", "com1", "LPT9", "com1.txt",
        "trailing.", "trailing ",
        " leading", "emoji 🎈", "ünï", "percent%20", "%63on", "%u0041", "~tilde", "tab\tnew\nline", "nul\0", "a", "A", "日本語", "\uD800 lone",
        "e\u0301", "é", "name", "data",
        new string('x', 300), new string('X', 300), new string('é', 200), new string('\uD83D', 90),
        string.Concat(Enumerable.Repeat("🎈", 130)),
    ];

    [Fact]
    public async Task Hostile_names_live_side_by_side_inside_the_folder()
    {
        string[] names = [.. HostileNames.Select(row => row.Data)];
        string outside = Path.GetDirectoryName(Folder)!;
        string[] before = Directory.GetFileSystemEntries(outside, "x*");
        foreach (string name in names)
        {
            ZvecCollection<int, Note> notes = await CreateAsync<int, Note>(name);
            await notes.UpsertAsync(new Note { Id = 1, Length = name.Length });
        }

        Assert.Equal(
            names.Order(StringComparer.Ordinal), (await Store.ListCollectionNamesAsync().ToListAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(names.Length, Directory.GetDirectories(Folder).Length);
        Assert.Equal(before, Directory.GetFileSystemEntries(outside, "x*"));

        Store.Dispose();
        using var store = new ZvecVectorStore(Folder);
        Assert.Equal(
            names.Order(StringComparer.Ordinal), (await store.ListCollectionNamesAsync().ToListAsync()).Order(StringComparer.Ordinal));
        foreach (string name in names)
        {
            using ZvecCollection<int, Note> notes = store.GetCollection<int, Note>(name);
            Assert.Equal(name.Length, (await notes.GetAsync(1))!.Length);
            await notes.EnsureCollectionDeletedAsync();
            Assert.False(await store.CollectionExistsAsync(name));
        }

        Assert.Empty(await store.ListCollectionNamesAsync().ToListAsync());
        Assert.Empty(Directory.GetDirectories(Folder));
    }

    [Fact]
    public async Task Folders_and_files_of_a_store_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var store = new ZvecVectorStore(Path.Combine(Folder, "store"));
        foreach (string name in (string[])["short", new string('x', 300)])
        {
            using ZvecCollection<int, Note> notes = store.GetCollection<int, Note>(name);
            await notes.EnsureCollectionExistsAsync();
        }

        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] entries = [.. Directory.GetFileSystemEntries(Folder, "*", SearchOption.AllDirectories)];
        Assert.Contains(entries, entry => Path.GetFileName(entry) == "name");
        foreach (string entry in entries)
            Assert.Equal((entry, UnixFileMode.None), (entry, File.GetUnixFileMode(entry) & Others));
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Folder_is_valid_everywhere(string name) => CheckFolder(name);

    [Fact]
    public void Any_text_makes_a_valid_folder_and_comes_back() =>
        Gen.String[1, 60].Sample(name =>
        {
            CheckFolder(name);
            Assert.Equal(name, CollectionFolders.Decode(CollectionFolders.Encode(name)));
        });

    [Fact]
    public void Names_that_differ_have_folders_that_differ_without_letter_case() =>
        Gen.Select(TrickyNames, TrickyNames).Sample((first, second) =>
            Assert.Equal(
                first == second,
                string.Equals(CollectionFolders.FolderOf(first), CollectionFolders.FolderOf(second), StringComparison.OrdinalIgnoreCase)));

    [Theory]
    [InlineData("%zz")]
    [InlineData("%4")]
    [InlineData("%u12")]
    [InlineData("%61")]
    [InlineData("Upper")]
    [InlineData("con")]
    [InlineData("")]
    public void Folders_that_no_name_makes_stand_for_none(string folder) => Assert.Null(CollectionFolders.Decode(folder));

    private static void CheckFolder(string name)
    {
        string folder = CollectionFolders.FolderOf(name);
        Assert.InRange(folder.Length, 1, 200);
        Assert.All(
            folder, c => Assert.True(c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '%' or '~', $"'{c}' in '{folder}'"));
        Assert.DoesNotContain(folder, new[] { "con", "prn", "aux", "nul", "com1", "lpt9" });
    }

    public sealed class Note
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData]
        public int Length { get; set; }
    }
}
