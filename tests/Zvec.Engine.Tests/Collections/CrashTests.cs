using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>A disk that fails at one operation, for each operation of a workload, and then loses what was not synced: after reopening, every acknowledged write
/// is there, and the one under way is there as a whole or not at all.</summary>
public sealed class CrashTests
{
    private const string Folder = "/disk";
    private const string Path = "/disk/c";

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, MutableSegmentBytes = 64 << 10 };

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Nothing_acknowledged_is_lost_whichever_operation_fails(int seed, bool tearsWrites)
    {
        int operations = 0;
        for (int failAt = 1; operations == 0 || failAt <= operations; failAt++)
        {
            var disk = new MemoryFileSystem(Folder) { FailAt = failAt, FailsForGood = true, TearsWrites = tearsWrites };
            var acknowledged = new SortedDictionary<int, ModelDocument>();
            SortedDictionary<int, ModelDocument>? underWay = await RunAsync(disk, seed, acknowledged);
            if (underWay is null)
                operations = disk.Operations;

            string where = $"seed {seed}, failure at operation {failAt}";
            CheckAfterCrash(disk.Crash(), acknowledged, underWay ?? acknowledged, where);
            CheckAfterCrash(disk.Crash(new Random(failAt)), acknowledged, underWay ?? acknowledged, where + ", some unsynced bytes kept");
        }

        Assert.InRange(operations, 100, int.MaxValue);
    }

    /// <summary>Works until the disk fails.</summary>
    /// <returns>The documents if the write under way had been done as well; null when nothing failed.</returns>
    private static async Task<SortedDictionary<int, ModelDocument>?> RunAsync(
        MemoryFileSystem disk, int seed, SortedDictionary<int, ModelDocument> acknowledged)
    {
        var random = new Random(seed);
        var next = new SortedDictionary<int, ModelDocument>();
        Collection? collection = null;
        try
        {
            var index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 20, EfConstruction = 16 };
            collection = CollectionOpener.Create(disk, Path, CollectionModel.Schema(index), Options);
            for (int step = 0; step < 40; step++)
            {
                switch (random.Next(10))
                {
                    case < 5:
                        (int Key, ModelDocument Document)[] batch =
                            [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => (random.Next(60), CollectionModel.RandomDocument(random)))];
                        foreach ((int key, ModelDocument document) in batch)
                            next[key] = document;
                        await collection.UpsertAsync(batch.Select(one => CollectionModel.ToDocument(one.Key, one.Document)));
                        break;
                    case < 7:
                        int[] keys = [.. Enumerable.Range(0, 5).Select(_ => random.Next(60))];
                        foreach (int key in keys)
                            next.Remove(key);
                        await collection.DeleteAsync(keys.Select(key => new DocumentKey(key)));
                        break;
                    case < 8:
                        await collection.FlushAsync();
                        break;
                    case < 9:
                        await collection.OptimizeAsync();
                        break;
                    default:
                        collection.Dispose();
                        collection = CollectionOpener.Open(disk, Path, Options);
                        break;
                }

                acknowledged.Clear();
                foreach ((int key, ModelDocument document) in next)
                    acknowledged.Add(key, document);
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or ZvecException)
        {
            return next;
        }
        finally
        {
            collection?.Dispose();
        }
    }

    private static void CheckAfterCrash(
        IFileSystem disk, SortedDictionary<int, ModelDocument> acknowledged, SortedDictionary<int, ModelDocument> withUnderWay, string where)
    {
        Collection collection;
        try
        {
            collection = CollectionOpener.Open(disk, Path, Options);
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.NotFound)
        {
            Assert.True(acknowledged.Count == 0, where);
            return;
        }

        using (collection)
        {
            Dictionary<int, ModelDocument> found = collection.Scan().ToDictionary(one => (int)one.Key.Value, CollectionModel.FromDocument);
            Assert.True(AreSame(found, acknowledged) || AreSame(found, withUnderWay), where);
            foreach ((int key, ModelDocument document) in found)
                Assert.True(CollectionModel.FromDocument(collection.Fetch(key)!).IsSameAs(document), where);
            Assert.True(found.Count == collection.GetStatistics().Documents, where);
        }
    }

    private static bool AreSame(Dictionary<int, ModelDocument> found, SortedDictionary<int, ModelDocument> expected) =>
        found.Count == expected.Count && expected.All(entry => found.TryGetValue(entry.Key, out ModelDocument? document) && document.IsSameAs(entry.Value));
}
