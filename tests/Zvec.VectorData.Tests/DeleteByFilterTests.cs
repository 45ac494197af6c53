using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Records are deleted by a filter, in a collection, in a partitioned one and in one of dictionaries.</summary>
public sealed class DeleteByFilterTests : StoreTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_that_match_go_and_others_stay(bool partitioned)
    {
        using var notes = new ZvecCollection<int, Note>(
            Folder, "notes", new ZvecCollectionOptions { Partitioning = partitioned ? PartitionBy.Field(nameof(Note.Topic)) : null });
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(Enumerable.Range(0, 30).Select(id => new Note { Id = id, Topic = id % 3 == 0 ? null : $"t{id % 3}" }));
        int limit = 20;

        Assert.Equal(7, await notes.DeleteAsync(note => note.Topic == null && note.Id < limit));
        Assert.Equal(0, await notes.DeleteAsync(note => note.Topic == null && note.Id < limit));
        Assert.Equal(23, await notes.GetAsync(note => true, top: 100).CountAsync());
        Assert.Null(await notes.GetAsync(18));
        Assert.NotNull(await notes.GetAsync(19));
        Assert.NotNull(await notes.GetAsync(21));

        Assert.Equal(23, await notes.DeleteAsync(note => true));
        Assert.Equal(0, await notes.GetAsync(note => true, top: 100).CountAsync());
        Assert.Equal(0, await notes.DeleteAsync(note => false));
    }

    [Fact]
    public async Task Dictionaries_that_match_go()
    {
        var definition = new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreDataProperty("Topic", typeof(string)),
                new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 2)],
        };
        using ZvecDynamicCollection notes = Store.GetDynamicCollection("notes", definition);
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(Enumerable.Range(0, 4).Select(id => new Dictionary<string, object?>
        {
            ["Id"] = id,
            ["Topic"] = $"t{id % 2}",
            ["Vector"] = new ReadOnlyMemory<float>([1, id]),
        }));

        Assert.Equal(2, await notes.DeleteAsync(note => (string?)note["Topic"] == "t1"));
        Assert.Null(await notes.GetAsync(1));
        Assert.NotNull(await notes.GetAsync(2));
    }

    [Fact]
    public async Task What_cannot_be_deleted_by_says_so_and_deletes_nothing()
    {
        ZvecCollection<int, Note> notes = Store.GetCollection<int, Note>("notes");
        var missing = await Assert.ThrowsAsync<VectorStoreException>(() => notes.DeleteAsync(note => note.Id == 1));
        Assert.Equal("Delete", missing.OperationName);

        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(new Note { Id = 1, Topic = "a" });
        await Assert.ThrowsAsync<NotSupportedException>(() => notes.DeleteAsync(note => note.Topic!.GetHashCode() == 1));
        await Assert.ThrowsAsync<ArgumentNullException>(() => notes.DeleteAsync(filter: null!));
        Assert.NotNull(await notes.GetAsync(1));
    }

    public sealed class Note
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData]
        public string? Topic { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; } = new float[] { 1, 0 };
    }
}
