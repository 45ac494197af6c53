using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public sealed class ReadOnlyTests : StoreTests
{
    [Fact]
    public async Task Reads_work_and_writes_are_refused()
    {
        await FillAsync();
        Store.Dispose();

        ZvecCollection<int, Note> notes = Open(readOnly: true).GetCollection<int, Note>("notes");
        await CheckAsync(notes);
    }

    [Fact]
    public async Task Beside_a_writer_of_the_same_process_it_sees_the_newest_state()
    {
        ZvecCollection<int, Note> writer = await FillAsync();
        ZvecCollection<int, Note> reader = Open(readOnly: true).GetCollection<int, Note>("notes");
        await CheckAsync(reader);
        await writer.UpsertAsync(new Note { Id = 2, Vector = new float[] { 2, 2 } });
        Assert.NotNull(await reader.GetAsync(2));
    }

    [Fact]
    public async Task Writer_that_comes_later_takes_over()
    {
        await FillAsync();
        Store.Dispose();
        ZvecCollection<int, Note> reader = Open(readOnly: true).GetCollection<int, Note>("notes");
        await CheckAsync(reader);

        ZvecCollection<int, Note> writer = Open().GetCollection<int, Note>("notes");
        await writer.UpsertAsync(new Note { Id = 2, Vector = new float[] { 2, 2 } });
        Assert.NotNull(await reader.GetAsync(2));
        await CheckAsync(reader);
    }

    [Fact]
    public async Task Refresh_shows_what_another_process_has_written()
    {
        await FillAsync();
        Store.Dispose();
        ZvecVectorStore store = Open(readOnly: true);
        ZvecCollection<int, Note> reader = store.GetCollection<int, Note>("notes");
        ZvecCollection<int, Note> second = store.GetCollection<int, Note>("notes");
        await CheckAsync(reader);
        using (Collection other = OpenAsOtherProcess())
        {
            await other.UpsertAsync([new Document(2) { ["Vector"] = new float[] { 2, 2 } }]);
            Assert.Null(await reader.GetAsync(2));
            Assert.True(await reader.RefreshAsync());
            Assert.False(await second.RefreshAsync());
            Assert.NotNull(await reader.GetAsync(2));
            Assert.NotNull(await second.GetAsync(2));
            await other.DeleteAsync([new DocumentKey(2)]);
            await other.OptimizeAsync();
        }

        Assert.True(await second.RefreshAsync());
        Assert.Null(await reader.GetAsync(2));
        await CheckAsync(reader);
    }

    [Fact]
    public async Task Refresh_opens_what_another_process_has_put_in_the_place_of_the_collection()
    {
        await FillAsync();
        Store.Dispose();
        ZvecCollection<int, Note> reader = Open(readOnly: true).GetCollection<int, Note>("notes");
        await CheckAsync(reader);
        CollectionSchema schema;
        using (Collection other = OpenAsOtherProcess())
            schema = other.Schema;
        Collection.Drop(Path.Combine(Folder, "notes"));
        Assert.NotNull(await reader.GetAsync(1));
        using (Collection other = Collection.Create(Path.Combine(Folder, "notes"), schema))
            await other.UpsertAsync([new Document(3) { ["Vector"] = new float[] { 2, 2 } }]);
        Assert.True(await reader.RefreshAsync());
        Assert.Null(await reader.GetAsync(1));
        Assert.NotNull(await reader.GetAsync(3));
        Assert.False(await reader.RefreshAsync());

        Collection.Drop(Path.Combine(Folder, "notes"));
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => reader.RefreshAsync());
        Assert.Contains("does not exist", exception.Message, StringComparison.Ordinal);
        Assert.False(await reader.CollectionExistsAsync());
    }

    [Fact]
    public async Task Refresh_of_a_handle_that_writes_does_nothing()
    {
        ZvecCollection<int, Note> writer = await FillAsync();
        Assert.False(await writer.RefreshAsync());
        ZvecCollection<int, Note> reader = Open(readOnly: true).GetCollection<int, Note>("notes");
        await writer.UpsertAsync(new Note { Id = 2, Vector = new float[] { 2, 2 } });
        Assert.False(await reader.RefreshAsync());
        Assert.NotNull(await reader.GetAsync(2));
    }

    [Fact]
    public async Task Missing_collection_is_not_created()
    {
        ZvecCollection<int, Note> notes = Open(readOnly: true).GetCollection<int, Note>("notes");
        Assert.False(await notes.CollectionExistsAsync());
        await Assert.ThrowsAsync<VectorStoreException>(() => notes.EnsureCollectionExistsAsync());
        await Assert.ThrowsAsync<VectorStoreException>(() => notes.GetAsync(1));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    // by the engine, which knows nothing of what the stores of this process share
    private Collection OpenAsOtherProcess() => Collection.Open(Path.Combine(Folder, "notes"));

    private static async Task CheckAsync(ZvecCollection<int, Note> notes)
    {
        Assert.NotNull(await notes.GetAsync(1));
        Assert.NotEmpty(await notes.SearchAsync(new float[] { 1, 2 }, 1).ToListAsync());
        await notes.EnsureCollectionExistsAsync();
        Func<Task>[] writes =
        [
            () => notes.UpsertAsync(new Note { Id = 9, Vector = new float[] { 1, 2 } }),
            () => notes.DeleteAsync(1),
            () => notes.OptimizeAsync(),
            () => notes.EnsureCollectionDeletedAsync(),
        ];
        foreach (Func<Task> write in writes)
        {
            var exception = await Assert.ThrowsAsync<VectorStoreException>(write);
            Assert.Contains("ReadOnly", exception.Message, StringComparison.Ordinal);
        }

        Assert.NotNull(await notes.GetAsync(1));
    }

    private async Task<ZvecCollection<int, Note>> FillAsync()
    {
        ZvecCollection<int, Note> notes = await CreateAsync<int, Note>("notes");
        await notes.UpsertAsync(new Note { Id = 1, Vector = new float[] { 1, 2 } });
        return notes;
    }

    public sealed class Note
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
