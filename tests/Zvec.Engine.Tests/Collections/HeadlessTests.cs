using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>A collection that has lost its manifest is damaged, and must not be taken for none and be made anew.</summary>
public sealed class HeadlessTests
{
    private const string Root = "/data/c";

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_collection_without_a_manifest_is_neither_opened_nor_overwritten(bool flush)
    {
        MemoryFileSystem disk = await WithoutManifestAsync(flush);
        foreach (Func<Collection> open in new[]
        {
            () => CollectionOpener.Open(disk, Root, Options),
            () => CollectionOpener.Open(disk, Root, new CollectionOptions { ReadOnly = true }),
            () => CollectionOpener.OpenOrCreate(disk, Root, Schema, Options),
            () => CollectionOpener.Create(disk, Root, Schema, Options),
        })
        {
            ZvecException exception = Assert.Throws<ZvecException>(open);
            Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
            Assert.Contains(Root, exception.Message, StringComparison.Ordinal);
            Assert.Contains("Collection.Salvage", exception.Message, StringComparison.Ordinal);
        }

        Assert.False(Collection.Verify(disk, Root).IsIntact);
        SalvageReport report = Collection.Salvage(disk, Root, "/data/new", new SalvageOptions { Schema = Schema });
        Assert.Equal(3, report.Documents);
    }

    [Fact]
    public async Task A_collection_without_a_manifest_can_be_dropped()
    {
        MemoryFileSystem disk = await WithoutManifestAsync(flush: true);
        CollectionOpener.Drop(disk, Root);
        Assert.False(disk.DirectoryExists(Root));
        CollectionOpener.Create(disk, Root, Schema, Options).Dispose();
    }

    [Fact]
    public async Task A_drop_or_a_creation_that_was_cut_off_anywhere_leaves_a_collection_or_a_place_for_one()
    {
        for (int at = 1; ; at++)
        {
            MemoryFileSystem disk = await NewAsync(flush: true);
            int before = disk.Operations;
            disk.FailAt = before + at;
            disk.FailsForGood = true;
            bool failed = false;
            try
            {
                CollectionOpener.Drop(disk, Root);
                CollectionOpener.Create(disk, Root, Schema, Options).Dispose();
            }
            catch (IOException)
            {
                failed = true;
            }

            if (!failed)
                break;
            foreach (int seed in new[] { 0, 1, 2, 3 })
            {
                MemoryFileSystem after = disk.Crash(seed == 0 ? null : new Random(seed));
                using Collection collection = CollectionOpener.OpenOrCreate(after, Root, Schema, Options);
                Assert.True(collection.GetStatistics().Documents is 0 or 3, $"operation {at}, seed {seed}");
            }
        }
    }

    [Fact]
    public async Task A_delete_map_that_is_gone_is_damage()
    {
        MemoryFileSystem disk = await NewAsync(flush: true);
        using (Collection collection = CollectionOpener.Open(disk, Root, Options))
        {
            await collection.DeleteAsync([new DocumentKey(1)], TestContext.Current.CancellationToken);
            await collection.FlushAsync(TestContext.Current.CancellationToken);
        }

        string map = disk.GetDirectories(Root + "/segments").SelectMany(disk.GetFiles)
            .Single(path => Path.GetFileName(path).StartsWith("deletes", StringComparison.Ordinal));
        disk.DeleteFile(map);
        ZvecException exception = Assert.Throws<ZvecException>(() => CollectionOpener.Open(disk, Root, Options));
        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
        Assert.Contains(map, exception.Message, StringComparison.Ordinal);
    }

    private static CollectionSchema Schema { get; } = new("headless")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("number", DataType.Int32) },
    };

    private static async Task<MemoryFileSystem> NewAsync(bool flush)
    {
        var disk = new MemoryFileSystem("/data");
        using Collection collection = CollectionOpener.Create(disk, Root, Schema, Options);
        await collection.UpsertAsync(Enumerable.Range(0, 3).Select(key => new Document(key) { ["number"] = key }));
        if (flush)
            await collection.FlushAsync();
        return disk;
    }

    private static async Task<MemoryFileSystem> WithoutManifestAsync(bool flush)
    {
        MemoryFileSystem disk = await NewAsync(flush);
        foreach (string path in disk.GetFiles(Root).Where(path => path.Contains("MANIFEST", StringComparison.Ordinal)))
            disk.DeleteFile(path);
        return disk;
    }
}
