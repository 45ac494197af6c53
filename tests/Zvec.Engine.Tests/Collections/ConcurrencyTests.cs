using System.Collections.Concurrent;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Buffered)]
    public async Task Every_acknowledged_write_is_seen_by_later_reads_while_others_write_and_maintenance_runs(Durability durability)
    {
        using var folder = new TemporaryFolder();
        var options = new CollectionOptions { MutableSegmentBytes = 64 << 10, Durability = durability };
        var schema = new CollectionSchema("c")
        {
            Key = KeyType.Int64,
            Fields = { new FieldSchema("version", DataType.Int32) },
            Vectors =
            {
                new VectorSchema("v", VectorType.Float32, 4) { Index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 50 } },
            },
        };
        string path = folder["c"];
        var final = new ConcurrentDictionary<long, int>();
        using (Collection collection = Collection.Create(path, schema, options))
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(() => WriteAndReadAsync(collection, writer, final))));
            await collection.IdleAsync();
            Assert.Equal(final.Count, collection.GetStatistics().Documents);
        }

        using Collection reopened = Collection.Open(path, options);
        Assert.Equal(final.Count, reopened.GetStatistics().Documents);
        foreach ((long key, int version) in final)
            Assert.Equal(version, reopened.Fetch(key)!["version"]);
    }

    [Fact]
    public async Task A_scan_keeps_seeing_the_documents_of_its_beginning()
    {
        using var folder = new TemporaryFolder();
        var schema = new CollectionSchema("c") { Key = KeyType.Int32, Fields = { new FieldSchema("n", DataType.Int32) } };
        using Collection collection = Collection.Create(folder["c"], schema);
        await collection.InsertAsync(Enumerable.Range(0, 1_000).Select(i => new Document(i) { ["n"] = i }));
        await collection.FlushAsync();
        var seen = new List<int>();
        foreach (Document document in collection.Scan())
        {
            if (seen.Count == 10)
            {
                await collection.DeleteAsync(Filter.All);
                await collection.InsertAsync([new Document(5_000) { ["n"] = 5_000 }]);
                await collection.OptimizeAsync();
            }

            Assert.Equal(document.Key.Value, document["n"]);
            seen.Add((int)document["n"]!);
        }

        Assert.Equal(Enumerable.Range(0, 1_000), seen.Order());
        Assert.Equal(5_000, Assert.Single(collection.Scan())["n"]);
    }

    [Fact]
    public async Task Disposing_while_others_read_and_write_ends_cleanly_and_keeps_what_was_acknowledged()
    {
        using var folder = new TemporaryFolder();
        var schema = new CollectionSchema("c") { Key = KeyType.Int64, Fields = { new FieldSchema("n", DataType.Int64) } };
        string path = folder["c"];
        for (int round = 0; round < 5; round++)
        {
            var acknowledged = new ConcurrentBag<long>();
            Collection collection = Collection.OpenOrCreate(path, schema, new CollectionOptions { MutableSegmentBytes = 64 << 10 });
            int start = round * 1_000_000;
            Task[] workers = [.. Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
            {
                try
                {
                    for (long i = 0; ; i++)
                    {
                        long key = start + (worker * 100_000) + i;
                        await collection.InsertAsync([new Document(key) { ["n"] = key }]);
                        acknowledged.Add(key);
                        Assert.Equal(key, collection.Fetch(key)!["n"]);
                    }
                }
                catch (ObjectDisposedException)
                {
                    // the end that the test is about
                }
            }))];
            while (acknowledged.Count < 50)
                await Task.Yield();
            collection.Dispose();
            await Task.WhenAll(workers);
            using Collection reopened = Collection.Open(path);
            Assert.All(acknowledged, key => Assert.Equal(key, reopened.Fetch(key)!["n"]));
        }
    }

    private static async Task WriteAndReadAsync(Collection collection, int writer, ConcurrentDictionary<long, int> final)
    {
        var random = new Random(writer);
        for (int step = 1; step <= 150; step++)
        {
            long key = (writer * 1_000) + random.Next(80);
            if (random.Next(5) == 0)
            {
                await collection.DeleteAsync([new DocumentKey(key)]);
                final.TryRemove(key, out _);
                Assert.Null(collection.Fetch(key));
                continue;
            }

            var document = new Document(key) { ["version"] = step, ["v"] = new float[] { writer, step, key, 1 } };
            await collection.UpsertAsync([document]);
            final[key] = step;
            Assert.Equal(step, collection.Fetch(key)!["version"]);
            SearchHit nearest = collection.Search(
                new VectorQuery("v", new float[] { writer, step, key, 1 }) { Top = 1, Filter = $"id = {key}" })[0];
            Assert.Equal(key, nearest.Key.Value);
            Assert.Equal(0, nearest.Score);
        }
    }
}
