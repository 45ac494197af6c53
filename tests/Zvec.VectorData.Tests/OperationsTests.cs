using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Shared handles, backups, file modes and statistics.</summary>
public sealed class OperationsTests : StoreTests
{
    private static readonly string LongName = new('x', 300);

    private readonly TemporaryPlace _beside;

    public OperationsTests() => _beside = Own(new TemporaryPlace());

    [Fact]
    public async Task Any_number_of_stores_and_collections_share_one_open_database()
    {
        ZvecCollection<int, Note> first = await CreateAsync<int, Note>("notes");
        var handles = new List<ZvecCollection<int, Note>> { first };
        for (int i = 0; i < 50; i++)
        {
            handles.Add(Open().GetCollection<int, Note>("notes"));
            handles.Add(Own(new ZvecCollection<int, Note>(Folder, "notes")));
            handles.Add(Open(readOnly: true).GetCollection<int, Note>("notes"));
        }

        await Parallel.ForEachAsync(handles, async (notes, token) => Assert.Null(await notes.GetAsync(1, cancellationToken: token)));
        SharedDatabase database = SharedDatabase.Acquire(Folder);
        SharedCollection shared = Assert.Single(database.Collections);
        using (CollectionLease? one = shared.TryLeaseOpen())
        using (CollectionLease? other = shared.TryLeaseOpen())
            Assert.Same(one!.Value.Collection, other!.Value.Collection);
        database.Release();

        await first.UpsertAsync(new Note { Id = 1, Vector = new float[] { 1, 2 } });
        foreach (ZvecCollection<int, Note> notes in handles)
            Assert.Equal(1, (await notes.GetStatisticsAsync()).Documents);
    }

    [Fact]
    public async Task Store_is_backed_up_and_restored_with_all_its_collections()
    {
        string backup = Place("backup");
        string restored = Place("restored");
        foreach (string name in new[] { "notes", "Größe / A", LongName })
            await (await CreateAsync<int, Note>(name)).UpsertAsync(Enumerable.Range(0, name.Length).Select(NewNote));

        IReadOnlyDictionary<string, BackupResult> results = await Store.BackupAsync(backup);
        Assert.Equal(new[] { "notes", "Größe / A", LongName }.Order(StringComparer.Ordinal), results.Keys.Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.Equal(result.Key.Length, result.Value.Documents));
        await Store.GetCollection<int, Note>("notes").UpsertAsync(NewNote(100));
        Assert.Equal(6, (await Store.BackupAsync(backup))["notes"].Documents);
        await Store.GetCollection<int, Note>("notes").UpsertAsync(NewNote(101));

        Assert.Equal(3, (await ZvecVectorStore.RestoreAsync(backup, restored)).Count);
        var other = Own(new ZvecVectorStore(restored));
        List<string> names = await other.ListCollectionNamesAsync().ToListAsync();
        Assert.Equal(results.Keys.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        ZvecCollection<int, Note> notes = other.GetCollection<int, Note>("notes");
        Assert.NotNull(await notes.GetAsync(100));
        Assert.Null(await notes.GetAsync(101));
        await notes.UpsertAsync(NewNote(102));
        Assert.Equal(300, (await other.GetCollection<int, Note>(LongName).GetStatisticsAsync()).Documents);
    }

    [Fact]
    public async Task Restore_over_a_collection_of_the_backup_is_refused_and_changes_nothing()
    {
        string backup = Place("backup");
        await CreateAsync<int, Note>("a");
        await (await CreateAsync<int, Note>("b")).UpsertAsync(NewNote(1));
        await Store.BackupAsync(backup);
        string target = Place("target");
        using (var other = new ZvecVectorStore(target))
            await other.GetCollection<int, Note>("b").EnsureCollectionExistsAsync();

        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => ZvecVectorStore.RestoreAsync(backup, target));
        Assert.Equal(ZvecErrorCode.AlreadyExists, Assert.IsType<ZvecException>(exception.InnerException).Code);
        Assert.Equal(["b"], Directory.GetDirectories(target).Select(Path.GetFileName));
        exception = await Assert.ThrowsAsync<VectorStoreException>(() => ZvecVectorStore.RestoreAsync(Place("none"), Place("else")));
        Assert.Equal(ZvecErrorCode.NotFound, Assert.IsType<ZvecException>(exception.InnerException).Code);
        exception = await Assert.ThrowsAsync<VectorStoreException>(() => Store.BackupAsync(Path.Combine(Folder, "inside")));
        Assert.Equal(ZvecErrorCode.InvalidArgument, Assert.IsType<ZvecException>(exception.InnerException).Code);
    }

    [Fact]
    public async Task A_damaged_backup_leaves_no_part_of_a_store()
    {
        string backup = Place("backup");
        foreach (string name in new[] { "a", "b" })
            await (await CreateAsync<int, Note>(name)).UpsertAsync(NewNote(1));
        await Store.BackupAsync(backup);
        string file = Directory.GetFiles(Path.Combine(backup, "b", "segments"), "keys", SearchOption.AllDirectories).Single();
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        string target = Place("target");
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => ZvecVectorStore.RestoreAsync(backup, target));
        Assert.Equal("b", exception.CollectionName);
        using var other = new ZvecVectorStore(target);
        Assert.Empty(await other.ListCollectionNamesAsync().ToListAsync());
    }

    [Fact]
    public async Task One_collection_is_backed_up_to_a_folder_of_its_own()
    {
        string backup = Place("one");
        ZvecCollection<int, Note> notes = await CreateAsync<int, Note>("notes");
        await notes.UpsertAsync(NewNote(1));
        Assert.Equal(1, (await notes.BackupAsync(backup)).Documents);
        using Collection raw = Collection.Open(backup, new CollectionOptions { ReadOnly = true });
        Assert.NotNull(raw.Fetch(1));
        await Assert.ThrowsAsync<VectorStoreException>(() => Store.GetCollection<int, Note>("none").BackupAsync(Place("none")));
    }

    [Fact]
    public async Task Files_and_folders_have_the_mode_that_was_asked_for()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        string folder = Place("shared");
        using var store = new ZvecVectorStore(folder, new ZvecVectorStoreOptions { FileMode = Mode });
        ZvecCollection<int, Note> notes = store.GetCollection<int, Note>(LongName);
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(NewNote(1));
        await notes.OptimizeAsync();
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            Assert.Equal(Mode, File.GetUnixFileMode(file));
        foreach (string path in Directory.GetDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder))
            Assert.Equal(Mode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Read_only_store_opens_a_collection_anew_that_its_timer_found_replaced()
    {
        await (await CreateAsync<int, Note>("notes")).UpsertAsync(NewNote(1));
        Store.Dispose();
        using var reading = new ZvecVectorStore(
            Folder, new ZvecVectorStoreOptions { ReadOnly = true, RefreshInterval = TimeSpan.FromMilliseconds(10) });
        ZvecCollection<int, Note> reader = reading.GetCollection<int, Note>("notes");
        Assert.NotNull(await reader.GetAsync(1));
        string path = Path.Combine(Folder, "notes");
        CollectionSchema schema;
        using (Collection other = Collection.Open(path))
        {
            schema = other.Schema;
            await other.UpsertAsync([new Document(2) { ["Vector"] = new float[] { 2, 2 } }]);
            await ComesTrueAsync(async () => await reader.GetAsync(2) is not null);
        }

        Collection.Drop(path);
        using (Collection other = Collection.Create(path, schema))
            await other.UpsertAsync([new Document(3) { ["Vector"] = new float[] { 3, 3 } }]);
        await ComesTrueAsync(async () => await TryGetAsync(reader, 3) is not null);
        Assert.Null(await reader.GetAsync(1));
    }

    /// <summary>Waits as long as it takes, up to a minute, for what a timer of the system brings about.</summary>
    private static async Task ComesTrueAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<Note?> TryGetAsync(ZvecCollection<int, Note> notes, int key)
    {
        try
        {
            return await notes.GetAsync(key);
        }
        catch (VectorStoreException)
        {
            return null; // between the drop and the creation there is none
        }
    }

    private static Note NewNote(int id) => new() { Id = id, Vector = new float[] { 1, id } };

    /// <summary>A folder beside the store's, removed at the end.</summary>
    private string Place(string name) => Path.Combine(_beside.Path, name);

    public sealed class Note
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
