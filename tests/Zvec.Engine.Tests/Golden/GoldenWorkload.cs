namespace Zvec.Engine.Tests.Golden;

/// <summary>Writes the golden collections with whatever engine it is compiled against, and says what they hold then.</summary>
internal static class GoldenWorkload
{
    public const string Everything = "everything";
    public const string Torn = "torn";
    public const string Indexed = "indexed";

    /// <summary>A partitioned collection; there is one from format 3 on.</summary>
    public const string Partitioned = "partitioned";

    public const int IndexedCount = 60;

    private const int SmallCount = 6;

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false };

    /// <summary>The revision in which each document of the collection <see cref="Everything"/> is there at last.</summary>
    public static SortedDictionary<int, int> Revisions { get; } = ComputeRevisions();

    public static string SmallName(KeyType key) => "keys " + key;

    /// <summary>Which documents the small collections hold: the fourth was deleted.</summary>
    public static IEnumerable<int> SmallDocuments => Enumerable.Range(0, SmallCount).Where(i => i != 3);

    /// <summary>The documents of the collection <see cref="Torn"/>: the writes before the one that was torn.</summary>
    public static IEnumerable<int> TornDocuments => Enumerable.Range(0, 10);

    public static async Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await WriteEverythingAsync(Path.Combine(folder, Everything));
        foreach (KeyType key in GoldenContent.KeyTypes)
            await WriteSmallAsync(Path.Combine(folder, SmallName(key)), key);
        await WriteIndexedAsync(Path.Combine(folder, Indexed));
        await WritePartitionedAsync(Path.Combine(folder, Partitioned));
        await WriteTornAsync(Path.Combine(folder, Torn), Path.Combine(folder, "alive"));
    }

    /// <summary>The document as it is in the collection <see cref="Everything"/>.</summary>
    public static Document Expected(int i)
    {
        Document document = GoldenContent.Document(i, Revisions[i]);
        document[GoldenContent.AddedField] = i is >= 100 and < 140 ? $"of {i}" : null;
        if (i is 7 or 47 or 125)
        {
            document["text"] = $"updated {i}";
            document["Int64"] = null;
            document["Guid"] = new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        return document;
    }

    /// <summary>A segment with a graph; one whose deletions and replacements are in a delete map; one with a field more; and a log with all
    /// kinds of writes.</summary>
    private static async Task WriteEverythingAsync(string path)
    {
        using Collection collection = Collection.Create(path, GoldenContent.Schema(), Options);
        await collection.InsertAsync(Documents(0, 40, revision: 0));
        await collection.FlushAsync();
        await collection.OptimizeAsync();
        await collection.InsertAsync(Documents(40, 60, revision: 0));
        await collection.FlushAsync();
        await collection.DeleteAsync([GoldenContent.Key(3), GoldenContent.Key(13), GoldenContent.Key(53)]);
        await collection.UpsertAsync([GoldenContent.Document(5, 1), GoldenContent.Document(15, 1), GoldenContent.Document(55, 1)]);
        await collection.FlushAsync();
        await collection.AddFieldAsync(
            new FieldSchema(GoldenContent.AddedField, DataType.String) { Nullable = true, Index = new InvertedIndexOptions() });
        await collection.InsertAsync(WithAddedField(Documents(100, 110, revision: 0)));
        await collection.FlushAsync();
        await collection.InsertAsync(WithAddedField(Documents(120, 130, revision: 0)));
        await collection.UpdateAsync(new[] { 7, 47, 125 }.Select(i => new Document(GoldenContent.Key(i))
        {
            ["text"] = $"updated {i}",
            ["Int64"] = null,
            ["Guid"] = new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        }));
        await collection.DeleteAsync([GoldenContent.Key(8), GoldenContent.Key(58), GoldenContent.Key(108), GoldenContent.Key(128)]);
        await collection.UpsertAsync([GoldenContent.Document(9, 2), GoldenContent.Document(59, 2)]);
    }

    /// <summary>One segment with codes, a graph and an inverted file.</summary>
    private static async Task WriteIndexedAsync(string path)
    {
        using Collection collection = Collection.Create(path, GoldenContent.IndexedSchema(), Options);
        await collection.InsertAsync(Enumerable.Range(0, IndexedCount).Select(GoldenContent.IndexedDocument));
        await collection.FlushAsync();
        await collection.OptimizeAsync();
    }

    /// <summary>Four partitions, of which one was detached before a field was renamed.</summary>
    private static async Task WritePartitionedAsync(string path)
    {
        using var parts = PartitionedCollection.Create(
            path,
            GoldenContent.PartitionedSchema("before"),
            PartitionBy.Time("day", PartitionPeriod.Month),
            new PartitionedCollectionOptions { Partition = Options });
        await parts.InsertAsync(Enumerable.Range(0, GoldenContent.PartitionedCount).Select(i => GoldenContent.PartitionedDocument(i, "before")));
        await parts.DetachPartitionAsync(GoldenContent.DetachedPartition);
        await parts.RenameFieldAsync("before", "after");
    }

    private static async Task WriteSmallAsync(string path, KeyType key)
    {
        using Collection collection = Collection.Create(path, GoldenContent.SmallSchema(key), Options);
        await collection.InsertAsync(Enumerable.Range(0, SmallCount - 2).Select(i => GoldenContent.SmallDocument(key, i)));
        await collection.FlushAsync();
        await collection.InsertAsync(Enumerable.Range(SmallCount - 2, 2).Select(i => GoldenContent.SmallDocument(key, i)));
        await collection.DeleteAsync([GoldenContent.SmallKey(key, 3)]);
    }

    /// <summary>The files of a process that died: taken while the collection is open, with the last write cut in its middle.</summary>
    private static async Task WriteTornAsync(string path, string alive)
    {
        using (Collection collection = Collection.Create(
            alive, GoldenContent.SmallSchema(KeyType.Int32),
            new CollectionOptions { BackgroundMaintenance = false, Durability = Durability.Buffered }))
        {
            await collection.InsertAsync(Enumerable.Range(0, 5).Select(i => GoldenContent.SmallDocument(KeyType.Int32, i)));
            await collection.FlushAsync();
            await collection.InsertAsync(Enumerable.Range(5, 5).Select(i => GoldenContent.SmallDocument(KeyType.Int32, i)));
            await collection.InsertAsync(Enumerable.Range(10, 5).Select(i => GoldenContent.SmallDocument(KeyType.Int32, i)));
            foreach (string file in Directory.GetFiles(alive, "*", SearchOption.AllDirectories).Where(
                file => Path.GetFileName(file) != "LOCK"))
            {
                string copy = Path.Combine(path, Path.GetRelativePath(alive, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        Directory.Delete(alive, recursive: true);
        File.WriteAllText(Path.Combine(path, "LOCK"), "123456789\n");
        using FileStream log = File.OpenWrite(Directory.GetFiles(Path.Combine(path, "wal")).Max()!);
        log.SetLength(log.Length - 40);
    }

    private static IEnumerable<Document> Documents(int from, int to, int revision) =>
        Enumerable.Range(from, to - from).Select(i => GoldenContent.Document(i, revision));

    private static IEnumerable<Document> WithAddedField(IEnumerable<Document> documents) => documents.Select(document =>
    {
        document[GoldenContent.AddedField] = $"of {document.Get<int>("number") / 1000}";
        return document;
    });

    private static SortedDictionary<int, int> ComputeRevisions()
    {
        var revisions = new SortedDictionary<int, int>();
        foreach (int i in Enumerable.Range(0, 60).Concat(Enumerable.Range(100, 10)).Concat(Enumerable.Range(120, 10)))
            revisions.Add(i, 0);
        foreach (int deleted in (int[])[3, 13, 53, 8, 58, 108, 128])
            revisions.Remove(deleted);
        foreach (int replaced in (int[])[5, 15, 55])
            revisions[replaced] = 1;
        revisions[9] = revisions[59] = 2;
        return revisions;
    }
}
