using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>The limits of a store reach the engine, from the store's options and from a collection's own.</summary>
public class LimitTests : StoreTests
{
    private const long SmallestMemory = 64L << 20;

    [Fact]
    public async Task A_memory_limit_that_the_engine_refuses_is_refused()
    {
        ZvecVectorStore store = Own(new ZvecVectorStore(
            Folder, new ZvecVectorStoreOptions { MaxMemory = 1, ConfigureCollection = Configure }));
        var exception = await Assert.ThrowsAsync<VectorStoreException>(
            () => store.GetCollection<int, Item>("items").EnsureCollectionExistsAsync());
        Assert.Contains("MaxMemory", exception.Message, StringComparison.Ordinal);
        var collection = Own(new ZvecCollection<int, Item>(
            Folder, "items", new ZvecCollectionOptions { MaxMemory = 1, Partitioning = Partitioning }));
        exception = await Assert.ThrowsAsync<VectorStoreException>(() => collection.EnsureCollectionExistsAsync());
        Assert.Contains("MaxMemory", exception.Message, StringComparison.Ordinal);
        await Store.GetCollection<int, Item>("items").EnsureCollectionExistsAsync();
    }

    [Fact]
    public async Task A_refresh_interval_that_the_engine_refuses_is_refused()
    {
        ZvecVectorStore store = Own(new ZvecVectorStore(
            Folder, new ZvecVectorStoreOptions { RefreshInterval = TimeSpan.FromMilliseconds(1), ConfigureCollection = Configure }));
        var exception = await Assert.ThrowsAsync<VectorStoreException>(
            () => store.GetCollection<int, Item>("items").EnsureCollectionExistsAsync());
        Assert.Contains("RefreshInterval", exception.Message, StringComparison.Ordinal);
        Assert.False(await store.CollectionExistsAsync("items"));
    }

    [Fact]
    public async Task A_disk_reserve_that_is_not_there_stops_writes_and_not_reads()
    {
        ZvecVectorStore store = Own(new ZvecVectorStore(Folder, new ZvecVectorStoreOptions
        {
            DiskReserveBytes = long.MaxValue,
            ConfigureCollection = Configure,
        }));
        ZvecCollection<int, Item> items = store.GetCollection<int, Item>("items");
        await items.EnsureCollectionExistsAsync();
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => items.UpsertAsync(new Item { Id = 1 }));
        Assert.Contains("DiskReserveBytes", exception.Message, StringComparison.Ordinal);
        Assert.Null(await items.GetAsync(1));
    }

    [Fact]
    public async Task Small_memory_reaches_the_engine_from_a_store_and_from_a_collection()
    {
        ZvecVectorStore store = Own(new ZvecVectorStore(
            Folder, new ZvecVectorStoreOptions { SmallMemory = true, ConfigureCollection = Configure }));
        ZvecCollection<int, Item> ofStore = store.GetCollection<int, Item>("ofStore");
        await AssertSmallAsync(ofStore);
        await AssertSmallAsync(Own(new ZvecCollection<int, Item>(
            Folder, "alone", new ZvecCollectionOptions { SmallMemory = true, Partitioning = Partitioning })));

        // the smallest limit is not everyone's
        ZvecVectorStore large = Own(new ZvecVectorStore(
            Folder, new ZvecVectorStoreOptions { MaxMemory = 1L << 40, ConfigureCollection = Configure }));
        ZvecCollection<int, Item> another = large.GetCollection<int, Item>("another");
        await another.EnsureCollectionExistsAsync();
        await another.UpsertAsync(new Item { Id = 1 });
        Assert.NotEqual(SmallestMemory, (await another.GetStatisticsAsync()).Memory.Limit);
    }

    private static async Task AssertSmallAsync(ZvecCollection<int, Item> items)
    {
        await items.EnsureCollectionExistsAsync();
        await items.UpsertAsync(new Item { Id = 1 });
        Assert.Equal(SmallestMemory, (await items.GetStatisticsAsync()).Memory.Limit);
    }

    private void Configure(string name, ZvecCollectionOptions options) => options.Partitioning = Partitioning;

    private sealed class Item
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; } = new float[2];
    }
}
