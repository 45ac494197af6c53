using System.Diagnostics;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Limits;

/// <summary>Writes stop before the disk is full, with everything intact, and go on when there is space.</summary>
public sealed class DiskReserveTests
{
    private const string Root = "/disk";
    private const string Path = "/disk/c";
    private const int BlobBytes = 10_000;
    private const long Reserve = 2 << 20;
    private const long SegmentBytes = 1 << 19;

    [Fact]
    public void A_negative_reserve_is_refused()
    {
        ZvecException exception = Assert.Throws<ZvecException>(() =>
            CollectionOpener.Create(new MemoryFileSystem(Root), Path, Schema(), new CollectionOptions { DiskReserveBytes = -1 }));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Writes_stop_before_the_disk_is_full_and_go_on_when_there_is_space(bool background)
    {
        var disk = new SmallDisk(new MemoryFileSystem(Root), Root, 12 << 20);
        int written;
        using (Collection collection = CollectionOpener.Create(disk, Path, Schema(), Options(background)))
        {
            (written, ZvecException full) = await FillAsync(collection, 0);
            Assert.Equal(ZvecErrorCode.ResourceExhausted, full.Code);
            Assert.Contains(Path, full.Message, StringComparison.Ordinal);
            Assert.Contains("available", full.Message, StringComparison.Ordinal);
            Assert.Contains("DiskReserveBytes", full.Message, StringComparison.Ordinal);
            Assert.InRange(written, 900, 1_100);

            // what is there can be read, and searched
            Assert.Equal(written, collection.GetStatistics().Documents);
            Assert.Null(collection.Fetch(written));
            Assert.Equal(written, collection.Scan().Count());

            // deleting and sealing are possible out of the reserve
            Assert.Equal(1, await collection.DeleteAsync("n = 3", TestContext.Current.CancellationToken));
            Assert.True((await collection.DeleteAsync([new DocumentKey(4)], TestContext.Current.CancellationToken))[0].Succeeded);
            await collection.FlushAsync(TestContext.Current.CancellationToken);
            await collection.IdleAsync();
            Assert.Equal(0, collection.GetStatistics().MutableDocuments);

            // a larger disk is noticed without opening again
            disk.Size += 8 << 20;
            (int more, _) = await FillAsync(collection, written);
            Assert.InRange(more, written + 100, written + 1_000);
            written = more;
            await collection.IdleAsync();
        }

        Assert.Equal(0, disk.Overflows);
        using (Collection collection = CollectionOpener.Open(disk, Path, Options(background)))
        {
            Assert.Equal(written - 2, collection.GetStatistics().Documents);
            Assert.All(
                Enumerable.Range(0, written).Where(key => key is not (3 or 4)), key => Assert.Equal(key, collection.Fetch(key)!["n"]));
        }
    }

    [Fact]
    public async Task Deleting_on_a_full_disk_makes_space_for_new_writes()
    {
        var disk = new SmallDisk(new MemoryFileSystem(Root), Root, 12 << 20);
        using Collection collection = CollectionOpener.Create(disk, Path, Schema(), Options(background: true));
        (int written, _) = await FillAsync(collection, 0);
        await collection.DeleteAsync($"n < {written / 2}", TestContext.Current.CancellationToken);
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        await collection.IdleAsync();
        (int more, _) = await FillAsync(collection, written);
        Assert.InRange(more, written + 10, int.MaxValue);
        Assert.Equal(more - (written / 2), collection.GetStatistics().Documents);
        Assert.Equal(0, disk.Overflows);
    }

    [Fact]
    public async Task Optimizing_and_changing_the_schema_are_refused_without_space_and_change_nothing()
    {
        var disk = new SmallDisk(new MemoryFileSystem(Root), Root, 12 << 20);
        using Collection collection = CollectionOpener.Create(disk, Path, Schema(), Options(background: false));
        (int written, _) = await FillAsync(collection, 0);
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        disk.Size -= Math.Max(0, disk.GetAvailableBytes(Root) - Reserve);
        CollectionStatistics before = collection.GetStatistics();
        CollectionSchema schema = collection.Schema;
        foreach (Func<Task> change in new Func<Task>[]
        {
            () => collection.OptimizeAsync(),
            () => collection.AddFieldAsync(new FieldSchema("more", DataType.Int32) { Nullable = true }),
            () => collection.CreateIndexAsync("n", new InvertedIndexOptions()),
        })
        {
            ZvecException exception = await Assert.ThrowsAsync<ZvecException>(change);
            Assert.Equal(ZvecErrorCode.ResourceExhausted, exception.Code);
            Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
        }

        Assert.Same(schema, collection.Schema);
        Assert.Equal(before.Segments, collection.GetStatistics().Segments);
        Assert.Equal(before.DiskBytes, collection.GetStatistics().DiskBytes);
        disk.Size += 100 << 20;
        await collection.CreateIndexAsync("n", new InvertedIndexOptions(), TestContext.Current.CancellationToken);
        await collection.OptimizeAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, collection.GetStatistics().Segments);
        Assert.Equal(written, collection.GetStatistics().Documents);
    }

    [Fact]
    public async Task Background_merging_waits_for_space_and_then_goes_on()
    {
        var disk = new SmallDisk(new MemoryFileSystem(Root), Root, 100 << 20);
        using Collection collection = CollectionOpener.Create(disk, Path, Schema(), Options(background: false));
        for (int part = 0; part < 8; part++)
        {
            await collection.InsertAsync(Enumerable.Range(part * 20, 20).Select(Blob), TestContext.Current.CancellationToken);
            await collection.FlushAsync(TestContext.Current.CancellationToken);
        }

        collection.Dispose();
        long size = disk.Size;
        disk.Size -= disk.GetAvailableBytes(Root) - Reserve - (200 << 10);
        using Collection merging = CollectionOpener.Open(disk, Path, Options(background: true));
        await merging.IdleAsync();
        Assert.Equal(8, merging.GetStatistics().Segments);
        disk.Size = size;
        await merging.FlushAsync(TestContext.Current.CancellationToken);
        await merging.IdleAsync();
        Assert.InRange(merging.GetStatistics().Segments, 1, 4);
        Assert.Equal(160, merging.GetStatistics().Documents);
    }

    [Fact]
    public async Task The_system_is_asked_rarely_while_there_is_much_space_and_never_without_a_reserve()
    {
        var disk = new SmallDisk(new MemoryFileSystem(Root), Root, 1L << 40);
        using (Collection collection = CollectionOpener.Create(disk, Path, Schema(), Options(background: false)))
        {
            for (int key = 0; key < 200; key++)
                await collection.InsertAsync(
                    [new Document(key) { ["n"] = key, ["blob"] = new byte[10] }], TestContext.Current.CancellationToken);
        }

        Assert.InRange(disk.Asked, 1, 100); // once a second, however long it takes
        int asked = disk.Asked;
        using (Collection collection = CollectionOpener.Open(disk, Path, new CollectionOptions { DiskReserveBytes = 0 }))
            await collection.InsertAsync([Blob(1_000)], TestContext.Current.CancellationToken);
        Assert.Equal(asked, disk.Asked);
    }

    [Fact]
    public async Task A_small_file_system_of_the_operating_system_is_never_filled()
    {
        using var folder = new TemporaryFolder();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a tmpfs.");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder.Path), "This process may not mount a tmpfs.");
        try
        {
            int written;
            var options =
                new CollectionOptions { DiskReserveBytes = 16 << 20, MutableSegmentBytes = 4 << 20, Durability = Durability.Buffered };
            using (Collection collection = Collection.Create(folder["c"], Schema(), options))
            {
                (written, _) = await FillAsync(collection, 0);
                Assert.InRange(new DriveInfo(folder.Path).AvailableFreeSpace, 1, 32 << 20);
                await collection.DeleteAsync(Filter.All, TestContext.Current.CancellationToken);
                await collection.FlushAsync(TestContext.Current.CancellationToken);
                await collection.IdleAsync();
                await collection.OptimizeAsync(TestContext.Current.CancellationToken);
                (int more, _) = await FillAsync(collection, written);
                Assert.InRange(more - written, written / 2, int.MaxValue);
                Assert.Equal(more - written, collection.GetStatistics().Documents);
                written = more - written;
            }

            using (Collection collection = Collection.Open(folder["c"], options))
                Assert.Equal(written, collection.GetStatistics().Documents);
        }
        finally
        {
            Assert.True(Run("umount", folder.Path));
        }
    }

    private static CollectionSchema Schema() => new("blobs")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("n", DataType.Int32), new FieldSchema("blob", DataType.Binary) },
    };

    private static CollectionOptions Options(bool background) =>
        new() { DiskReserveBytes = Reserve, MutableSegmentBytes = SegmentBytes, BackgroundMaintenance = background };

    private static Document Blob(int key) => new(key) { ["n"] = key, ["blob"] = new byte[BlobBytes] };

    /// <summary>Inserts documents one by one until one is refused.</summary>
    private static async Task<(int Next, ZvecException Refusal)> FillAsync(Collection collection, int first)
    {
        int refused = -1;
        for (int key = first; ; key++)
        {
            try
            {
                await collection.InsertAsync([Blob(key)]);
            }
            catch (ZvecException refusal)
            {
                Assert.Equal(ZvecErrorCode.ResourceExhausted, refusal.Code);
                if (key == refused)
                    return (key, refusal);

                // a merge takes space for a while, and gives it back
                refused = key--;
                await collection.IdleAsync();
            }

            Assert.InRange(key, 0, 100_000);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
