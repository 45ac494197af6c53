using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Segments;
using Zvec.Engine.Tests.Indexes.Text;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>The text indexes of a collection's segments, through all that becomes of these.</summary>
public sealed class TextIndexLifeTests
{
    private static readonly CollectionOptions Quiet = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    [Fact]
    public async Task Every_segment_has_the_index_of_its_texts_whatever_becomes_of_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder["c"];
        string?[] texts = TextModel.RandomTexts(3_000, 300, seed: 2);
        using (Collection collection = Collection.Create(path, Schema(new TextIndexOptions()), Quiet))
        {
            for (int call = 0; call < 10; call++)
            {
                await PutAsync(collection, texts, call * 250, 350);
                AssertIndexes(collection);
                await collection.DeleteAsync(Enumerable.Range(call * 200, 40).Select(key => new DocumentKey(key)));
                AssertIndexes(collection);
                if (call % 3 == 1)
                {
                    await collection.FlushAsync();
                    AssertIndexes(collection);
                }
            }

            Assert.Equal(3, Files(path).Length);
        }

        using (Collection collection = Collection.Open(path, Quiet))
        {
            AssertIndexes(collection);
            Assert.InRange(collection.GetStatistics().IndexCompleteness["text"], 0.5, 0.99);
            await collection.OptimizeAsync();
            AssertIndexes(collection);
            Assert.Single(Files(path));
            Assert.Equal(1, collection.GetStatistics().IndexCompleteness["text"]);
        }

        using (Collection collection = Collection.Open(path, new CollectionOptions { ReadOnly = true }))
            AssertIndexes(collection);
        VerificationReport report = Collection.Verify(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.IsIntact, report.ToString());
    }

    [Fact]
    public async Task An_index_that_is_created_on_live_data_is_there_at_once()
    {
        using var folder = new TemporaryFolder();
        string path = folder["c"];
        string?[] texts = TextModel.RandomTexts(1_000, 100, seed: 3);
        using Collection collection = Collection.Create(path, Schema(null), Quiet);
        await PutAsync(collection, texts, 0, 600);
        await collection.FlushAsync();
        await PutAsync(collection, texts, 500, 500);
        await collection.CreateIndexAsync("text", new TextIndexOptions(), TestContext.Current.CancellationToken);
        Assert.Single(Files(path));
        AssertIndexes(collection); // those of documents in memory that were written under the schema of before, too
        await collection.FlushAsync();
        AssertIndexes(collection);
        Assert.Equal(2, Files(path).Length);
        Assert.Equal(1, collection.GetStatistics().IndexCompleteness["text"]);
    }

    [Fact]
    public async Task A_segment_that_is_older_than_the_field_has_no_index_of_it()
    {
        using var folder = new TemporaryFolder();
        string?[] texts = TextModel.RandomTexts(100, 100, seed: 3);
        using Collection collection = Collection.Create(folder["c"], Schema(null), Quiet);
        await PutAsync(collection, texts, 0, 100);
        await collection.AddFieldAsync(new FieldSchema("more", DataType.String) { Nullable = true, Index = new TextIndexOptions() });
        using SnapshotLease lease = collection.Acquire();
        FieldSchema field = collection.Schema.Fields[1];
        Assert.Null(lease.Snapshot.Views[0].Segment.FindTextIndex(field, 100));
        await collection.FlushAsync();
        await collection.InsertAsync([new Document(500) { ["more"] = "one two two" }]);
        await collection.FlushAsync();
        using SnapshotLease sealedLease = collection.Acquire();
        SegmentView last = sealedLease.Snapshot.Views.ToArray().First(view => view.RowCount == 1);
        Assert.Equal(3, last.Segment.FindTextIndex(field, 1)!.TokenCount);
        Assert.True(Collection.Verify(folder["c"], cancellationToken: TestContext.Current.CancellationToken).IsIntact);
    }

    [Fact]
    public async Task Memory_of_indexes_is_given_back_when_segments_are_sealed()
    {
        using var folder = new TemporaryFolder();
        string?[] texts = TextModel.RandomTexts(1_000, 500, seed: 6);
        using Collection collection = Collection.Create(folder["c"], Schema(new TextIndexOptions()), Quiet);
        await PutAsync(collection, texts, 0, 1_000);
        long before = collection.GetStatistics().MemoryBytes;
        AssertIndexes(collection);
        Assert.InRange(collection.GetStatistics().MemoryBytes - before, 40_000, 1_000_000);
        await collection.FlushAsync();
        AssertIndexes(collection);
        Assert.InRange(collection.GetStatistics().MemoryBytes, 0, before);
    }

    [Fact]
    public async Task With_little_memory_the_index_is_built_all_the_same()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(4);
        using (Collection collection = Collection.Create(
            folder["c"],
            Schema(new TextIndexOptions()),
            new CollectionOptions { MaxMemory = 64 << 20, BackgroundMaintenance = false, Durability = Durability.Buffered }))
        {
            // every word but the first is of its own, so that gathering takes more than the largest piece of work may
            for (int key = 0; key < 40_000; key += 2_000)
            {
                await collection.InsertAsync(Enumerable.Range(key, 2_000).Select(one => new Document(one)
                {
                    ["text"] = "all " + string.Join(' ', Enumerable.Range(0, 8).Select(_ => random.NextInt64().ToString("x", null))),
                }));
            }

            await collection.OptimizeAsync();
            using SnapshotLease lease = collection.Acquire();
            SegmentView view = Assert.Single(lease.Snapshot.Views.ToArray(), view => view.RowCount > 0);
            TextIndexReader index = ((SealedSegment)view.Segment).FindTextIndexFile(1)!;
            Assert.Equal(9 * 40_000, index.TokenCount);
            Assert.True(index.TryFind("all"u8, out TermEntry entry));
            Assert.Equal(40_000, entry.RowCount);
        }

        Assert.True(Collection.Verify(folder["c"], cancellationToken: TestContext.Current.CancellationToken).IsIntact);
        Assert.Empty(Directory.GetFiles(folder["c"], "*.tmp", SearchOption.AllDirectories));
    }

    private static CollectionSchema Schema(TextIndexOptions? index) => new("c")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("text", DataType.String) { Nullable = true, Index = index } },
    };

    private static string[] Files(string path) => Directory.GetFiles(path, "f1.text", SearchOption.AllDirectories);

    private static async Task PutAsync(Collection collection, string?[] texts, int first, int count) =>
        await collection.UpsertAsync(
            Enumerable.Range(first, count).Select(key => new Document(key) { ["text"] = texts[key % texts.Length] }));

    private static void AssertIndexes(Collection collection)
    {
        using SnapshotLease lease = collection.Acquire();
        FieldSchema field = lease.Snapshot.Schema.Fields[0];
        foreach (SegmentView view in lease.Snapshot.Views)
        {
            Column column = view.Segment.FindColumn(field.Id)!;
            TextIndex index = view.Segment.FindTextIndex(field, view.RowCount)!;
            Assert.Equal(view.Segment is SealedSegment, index is TextIndexReader);
            new TextModel(Enumerable.Range(0, view.RowCount).Select(row => (string?)column.GetValue(row))).AssertSame(index);
        }
    }
}
