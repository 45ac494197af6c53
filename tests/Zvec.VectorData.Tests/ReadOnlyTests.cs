using Microsoft.Extensions.VectorData;
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
    public async Task Missing_collection_is_not_created()
    {
        ZvecCollection<int, Note> notes = Open(readOnly: true).GetCollection<int, Note>("notes");
        Assert.False(await notes.CollectionExistsAsync());
        await Assert.ThrowsAsync<VectorStoreException>(() => notes.EnsureCollectionExistsAsync());
        await Assert.ThrowsAsync<VectorStoreException>(() => notes.GetAsync(1));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

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
