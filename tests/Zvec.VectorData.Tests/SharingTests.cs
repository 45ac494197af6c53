using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Stores and collections of one process on one path.</summary>
public class SharingTests : StoreTests
{
    [Fact]
    public async Task Stores_on_one_path_see_each_others_writes()
    {
        ZvecCollection<int, Note> first = await CreateAsync<int, Note>("notes");
        ZvecCollection<int, Note> second = Open().GetCollection<int, Note>("notes");
        using var third = new ZvecCollection<int, Note>(Folder + Path.DirectorySeparatorChar, "notes");

        await first.UpsertAsync(NewNote(1));
        await second.UpsertAsync(NewNote(2));
        await third.UpsertAsync(NewNote(3));
        foreach (ZvecCollection<int, Note> notes in new[] { first, second, third })
            Assert.Equal(3, await notes.GetAsync(_ => true, 10).CountAsync());
    }

    [Fact]
    public async Task Disposing_one_closes_nothing_for_others()
    {
        ZvecVectorStore other = Open();
        ZvecCollection<int, Note> mine = await CreateAsync<int, Note>("notes");
        ZvecCollection<int, Note> theirs = other.GetCollection<int, Note>("notes");
        await theirs.UpsertAsync(NewNote(1));

        mine.Dispose();
        Store.Dispose();
        await theirs.UpsertAsync(NewNote(2));
        Assert.Equal(2, await theirs.GetAsync(_ => true, 10).CountAsync());
    }

    [Fact]
    public async Task Collection_outlives_the_store_that_it_came_from()
    {
        ZvecCollection<int, Note> notes = await CreateAsync<int, Note>("notes");
        Store.Dispose();
        await notes.UpsertAsync(NewNote(1));
        Assert.NotNull(await notes.GetAsync(1));
        notes.Dispose();
        OpenRaw().Dispose();
    }

    [Fact]
    public async Task Last_dispose_closes_the_collection()
    {
        ZvecVectorStore other = Open();
        ZvecCollection<int, Note> notes = await CreateAsync<int, Note>("notes");
        await other.GetCollection<int, Note>("notes").UpsertAsync(NewNote(1));

        Store.Dispose();
        Assert.Equal(ZvecErrorCode.Locked, Assert.Throws<ZvecException>(OpenRaw).Code);
        other.Dispose();
        using IDocumentCollection raw = OpenRaw();
        Assert.NotNull(raw.Fetch(1, includeVectors: true));
    }

    [Fact]
    public async Task Undisposed_stores_are_in_nobodys_way()
    {
        for (int i = 0; i < 10; i++)
        {
            ZvecCollection<int, Note> notes = Open().GetCollection<int, Note>("notes");
            await notes.EnsureCollectionExistsAsync();
            await notes.UpsertAsync(NewNote(i));
        }

        Assert.Equal(10, await Store.GetCollection<int, Note>("notes").GetAsync(_ => true, 100).CountAsync());
    }

    [Fact]
    public async Task Others_go_on_after_a_drop_and_a_new_creation()
    {
        ZvecCollection<int, Note> first = await CreateAsync<int, Note>("notes");
        ZvecCollection<int, Note> second = Open().GetCollection<int, Note>("notes");
        await second.UpsertAsync(NewNote(1));

        await first.EnsureCollectionDeletedAsync();
        Assert.False(await second.CollectionExistsAsync());
        await Assert.ThrowsAsync<VectorStoreException>(() => second.GetAsync(1));

        await first.EnsureCollectionExistsAsync();
        Assert.Null(await second.GetAsync(1));
        await second.UpsertAsync(NewNote(2));
        Assert.NotNull(await first.GetAsync(2));
    }

    [Fact]
    public async Task Collection_may_come_back_with_another_key_type()
    {
        await CreateAsync<int, Note>("notes");
        VectorStoreCollectionDefinition definition = Definition(
            new VectorStoreKeyProperty("Id", typeof(string)), new VectorStoreDataProperty("Text", typeof(string)));
        ZvecDynamicCollection texts = Store.GetDynamicCollection("notes", definition);
        await texts.EnsureCollectionDeletedAsync();
        await texts.EnsureCollectionExistsAsync();
        await texts.UpsertAsync(new Dictionary<string, object?> { ["Id"] = "a" });
        Assert.NotNull(await texts.GetAsync("a"));
    }

    [Fact]
    public async Task Different_durability_is_refused_while_the_other_is_open()
    {
        ZvecCollection<int, Note> synced = await CreateAsync<int, Note>("notes");
        ZvecVectorStore bufferedStore = Open(durability: Durability.Buffered);
        ZvecCollection<int, Note> buffered = bufferedStore.GetCollection<int, Note>("notes");
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => buffered.UpsertAsync(NewNote(1)));
        Assert.Contains("Durability", exception.Message, StringComparison.Ordinal);
        await synced.UpsertAsync(NewNote(1));

        ZvecCollection<int, Note> own = bufferedStore.GetCollection<int, Note>("own");
        await own.EnsureCollectionExistsAsync();
        await own.UpsertAsync(NewNote(1));
    }

    [Fact]
    public async Task Many_threads_write_search_drop_and_create()
    {
        const int Threads = 4;
        const int Rounds = 40;
        await CreateAsync<int, Note>("notes");
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (int round = 0; round < Rounds; round++)
            {
                using ZvecVectorStore store = NewStore();
                using ZvecCollection<int, Note> notes = store.GetCollection<int, Note>("notes");
                try
                {
                    switch (random.Next(8))
                    {
                        case 0:
                            await notes.EnsureCollectionDeletedAsync();
                            break;
                        case 1 or 2:
                            await notes.EnsureCollectionExistsAsync();
                            break;
                        case 3 or 4:
                            await notes.UpsertAsync(Enumerable.Range(0, 10).Select(NewNote));
                            break;
                        case 5:
                            await notes.DeleteAsync(random.Next(10));
                            break;
                        default:
                            Assert.InRange(await notes.SearchAsync(new float[] { 1, 2 }, 100).CountAsync(), 0, 10);
                            break;
                    }
                }
                catch (VectorStoreException exception)
                {
                    Assert.Contains("does not exist", exception.Message, StringComparison.Ordinal);
                }
            }
        })));

        ZvecCollection<int, Note> last = await CreateAsync<int, Note>("notes");
        await last.UpsertAsync(NewNote(77));
        Assert.NotNull(await last.GetAsync(77));
    }

    [Fact]
    public async Task Concurrent_creation_makes_one_collection()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            ZvecCollection<int, Note> notes = Store.GetCollection<int, Note>("notes");
            await notes.EnsureCollectionExistsAsync();
            await notes.UpsertAsync(NewNote(i));
        })));
        Assert.Equal(8, await Store.GetCollection<int, Note>("notes").GetAsync(_ => true, 100).CountAsync());
    }

    private static Note NewNote(int id) => new() { Id = id, Vector = new float[] { 1, id } };

    private IDocumentCollection OpenRaw() =>
        EngineCollections.TryOpen(Path.Combine(Folder, "notes"), DatabaseAccess.From(Folder, new ZvecCollectionOptions()))!;

    public sealed class Note
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
