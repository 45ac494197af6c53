using Zvec.Engine.Segments;
using Zvec.Engine.Tests.Collections;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>What must be on the device before what, where a workload seldom comes by.</summary>
public sealed class CommitOrderTests
{
    /// <summary>A manifest that made the end of an older version durable before the newer version were to lose both.</summary>
    [Fact]
    public async Task A_buffered_write_over_a_durable_document_never_loses_both_versions()
    {
        var disk = new MemoryFileSystem(Workload.Folder);
        using Collection collection = Workload.CreateOn(disk, Workload.Options(Durability.Buffered));
        await collection.UpsertAsync(Documents(1), TestContext.Current.CancellationToken);
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        List<MemoryFileSystem> images = [];
        disk.Changed = _ => images.AddRange([disk.Crash(), disk.Crash(new Random(images.Count))]);
        await collection.UpsertAsync(Documents(2), TestContext.Current.CancellationToken);
        await collection.AddFieldAsync(new FieldSchema("added", DataType.Int64) { Nullable = true }, TestContext.Current.CancellationToken);
        disk.Changed = null;
        Assert.InRange(images.Count, 10, int.MaxValue);
        foreach (MemoryFileSystem image in images)
        {
            using Collection after = CollectionOpener.Open(image, Workload.Path, Workload.Options());
            int[] years = [.. after.Scan().Select(one => one.Get<int>("year")).Distinct()];
            Assert.Single(years);
            Assert.Equal(10, after.GetStatistics().Documents);
        }
    }

    [Fact]
    public async Task A_crash_while_a_collection_is_dropped_leaves_it_whole_or_gone()
    {
        var disk = new MemoryFileSystem(Workload.Folder);
        var files = new CollectionFiles(Workload.Path);
        using (Collection collection = Workload.CreateOn(disk, Workload.Options()))
        {
            await collection.UpsertAsync(Documents(1), TestContext.Current.CancellationToken);
            await collection.FlushAsync(TestContext.Current.CancellationToken);
        }

        // a power cut brings back the older manifest, which nobody removed durably
        MemoryFileSystem both = Enumerable.Range(0, 1000).Select(seed => disk.Crash(new Random(seed)))
            .First(one => one.GetFiles(files.Root).Count(file => CollectionFiles.ManifestGeneration(file) > 0) > 1);
        List<MemoryFileSystem> images = [];
        both.Changed = _ => images.AddRange(Enumerable.Range(0, 20).Select(seed => both.Crash(new Random(seed))));
        CollectionOpener.Drop(both, Workload.Path);
        int gone = 0;
        foreach (MemoryFileSystem image in images)
        {
            try
            {
                using Collection after = CollectionOpener.Open(image, Workload.Path, Workload.Options());
                Assert.Equal(10, after.Scan().Count());
            }
            catch (ZvecException exception) when (exception.Code == ZvecErrorCode.NotFound)
            {
                gone++;
            }
        }

        Assert.InRange(gone, 1, images.Count - 1);
    }

    private static IEnumerable<Document> Documents(int year)
    {
        var random = new Random(year);
        return [.. Enumerable.Range(0, 10)
            .Select(key => CollectionModel.ToDocument(key, CollectionModel.RandomDocument(random) with { Year = year }))];
    }
}
