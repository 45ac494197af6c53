namespace Zvec.Engine.Tests.Partitions;

/// <summary>Partitions come and go.</summary>
public sealed class PartitionLifeTests
{
    private static readonly string[] Tenants = ["ant", "bee", "cat"];

    [Fact]
    public async Task Partitions_are_made_by_writes_and_named_by_values()
    {
        using PartitionedPair pair = await FilledAsync(PartitionBy.Field("tenant"));
        Assert.Equal(Tenants, pair.Parts.Partitions.Select(partition => partition.Name));
        Assert.Equal(["bee"], pair.Parts.PartitionsFor("tenant = 'bee' and number > 3"));
        Assert.Equal(["ant", "cat"], pair.Parts.PartitionsFor("not (tenant = 'bee')"));
        Assert.Equal(Tenants, pair.Parts.PartitionsFor("number = 3"));
        Assert.Empty(pair.Parts.PartitionsFor("tenant = 'gnu'"));
        Assert.Empty(pair.Parts.Search(new VectorQuery("near", pair.Vector()) { Filter = "tenant = 'gnu'" }));
        pair.Reopen();
        Assert.Equal(Tenants, pair.Parts.Partitions.Select(partition => partition.Name));
        Assert.Equal(0, pair.Parts.OpenPartitionCount);
        Assert.Equal(20, pair.Parts.Count("tenant = 'bee'"));
        Assert.Equal(1, pair.Parts.OpenPartitionCount);
    }

    [Fact]
    public async Task No_more_stay_open_than_may()
    {
        var options = new PartitionedCollectionOptions { Partition = PartitionedPair.PartitionOptions, MaxOpenPartitions = 2 };
        using var pair = new PartitionedPair(PartitionBy.KeyHash(9), seed: 1, options);
        await pair.Parts.InsertAsync(Enumerable.Range(0, 100).Select(pair.Document));
        Assert.Equal(9, pair.Parts.Partitions.Count);
        Assert.InRange(pair.Parts.OpenPartitionCount, 1, 2);
        Assert.Equal(100, pair.Parts.Count());
        Assert.InRange(pair.Parts.OpenPartitionCount, 1, 2);
        Assert.NotNull(pair.Parts.Fetch(3));
        Assert.InRange(pair.Parts.OpenPartitionCount, 1, 2);
    }

    [Fact]
    public async Task Time_is_cut_into_periods_at_their_ends()
    {
        using var pair = new PartitionedPair(PartitionBy.Time("time", PartitionPeriod.Month), seed: 3);
        DateTime[] times = [new(2026, 1, 31, 23, 59, 59), new(2026, 2, 1), new DateTime(2026, 3, 1).AddTicks(-1), new(9999, 12, 31, 23, 59, 59)];
        Document[] documents = [.. times.Select((time, key) =>
        {
            Document document = pair.Document(key);
            document["time"] = time;
            return document;
        })];
        await pair.Parts.InsertAsync(documents);
        Assert.Equal(["2026-01", "2026-02", "9999-12"], pair.Parts.Partitions.Select(partition => partition.Name));
        Assert.Equal(["2026-02"], pair.Parts.PartitionsFor("time >= '2026-02-01T00:00:00' and time < '2026-03-01T00:00:00'"));
        Assert.Equal(2, pair.Parts.Count("time >= '2026-02-01T00:00:00' and time < '2026-03-01T00:00:00'"));
        Assert.Equal(["9999-12"], pair.Parts.PartitionsFor("time > '2026-12-31T00:00:00'"));
    }

    [Fact]
    public async Task A_detached_partition_is_out_of_service_until_it_is_attached()
    {
        using PartitionedPair pair = await FilledAsync(PartitionBy.Field("tenant"));
        await pair.Parts.DetachPartitionAsync("bee");
        pair.Reopen();
        Assert.Equal(40, pair.Parts.Count());
        Assert.False(pair.Parts.Partitions[1].IsAttached);
        Document late = pair.Document(500);
        late["tenant"] = "bee";
        ZvecException refused = await Assert.ThrowsAsync<ZvecException>(() => pair.Parts.InsertAsync([late, pair.Document(501)]));
        Assert.Equal(ZvecErrorCode.FailedPrecondition, refused.Code);
        Assert.Equal(40, pair.Parts.Count());
        await pair.Parts.AttachPartitionAsync("bee");
        Assert.Equal(60, pair.Parts.Count());
    }

    [Fact]
    public async Task A_dropped_partition_is_gone_and_can_be_made_again()
    {
        using PartitionedPair pair = await FilledAsync(PartitionBy.Field("tenant"));
        string folder = pair.Parts.Partitions[1].Path;
        using (IEnumerator<Document> scan = pair.Parts.Scan().GetEnumerator())
        {
            Assert.True(scan.MoveNext());
            await pair.Parts.DropPartitionAsync("bee");
            int rest = 1;
            while (scan.MoveNext())
                rest++;
            Assert.Equal(60, rest);
        }

        Assert.False(Directory.Exists(folder));
        Assert.Equal(40, pair.Parts.Count());
        Document again = pair.Document(500);
        again["tenant"] = "bee";
        await pair.Parts.InsertAsync([again]);
        Assert.Equal(1, pair.Parts.Count("tenant = 'bee'"));
        Assert.NotEqual(folder, pair.Parts.Partitions[2].Path);
    }

    [Fact]
    public async Task An_archived_partition_comes_back()
    {
        using PartitionedPair pair = await FilledAsync(PartitionBy.Field("tenant"));
        BackupResult archived = await pair.Parts.ArchivePartitionAsync("cat", pair["archive"]);
        Assert.Equal(20, archived.Documents);
        Assert.Equal(["ant", "bee"], pair.Parts.Partitions.Select(partition => partition.Name));
        Assert.Equal(40, pair.Parts.Count());
        await pair.Parts.RestorePartitionAsync("cat", pair["archive"]);
        Assert.Equal(60, pair.Parts.Count());
        Assert.Equal(20, pair.Parts.Count("tenant = 'cat'"));
    }

    [Fact]
    public async Task Archiving_that_fails_leaves_the_partition_in_service()
    {
        using PartitionedPair pair = await FilledAsync(PartitionBy.Field("tenant"));
        Directory.CreateDirectory(pair["full"]);
        File.WriteAllText(Path.Combine(pair["full"], "other.txt"), "somebody else's");
        await Assert.ThrowsAsync<ZvecException>(() => pair.Parts.ArchivePartitionAsync("cat", pair["full"]));
        Assert.Equal(60, pair.Parts.Count());
        Assert.All(pair.Parts.Partitions, partition => Assert.True(partition.IsAttached));
    }

    [Fact]
    public async Task An_archive_of_another_schema_is_refused_and_leaves_nothing()
    {
        using PartitionedPair pair = await FilledAsync(PartitionBy.Field("tenant"));
        using (Collection other = Collection.Create(pair["other"], new CollectionSchema("other") { Fields = { new FieldSchema("a", DataType.Int32) } }))
            await other.BackupAsync(pair["backup"]);
        ZvecException refused = await Assert.ThrowsAsync<ZvecException>(() => pair.Parts.RestorePartitionAsync("gnu", pair["backup"]));
        Assert.Equal(ZvecErrorCode.FailedPrecondition, refused.Code);
        Assert.Equal(3, pair.Parts.Partitions.Count);
        Assert.Equal(3, Directory.GetDirectories(Path.Combine(pair.Folder, "partitions")).Length);
    }

    [Fact]
    public async Task Partitions_are_dropped_and_made_while_others_are_searched()
    {
        using PartitionedPair pair = await FilledAsync(PartitionBy.Field("tenant"));
        float[] vector = pair.Vector();
        Document[] ants = [.. pair.Parts.Scan("tenant = 'ant'")];
        Document[] cats = [.. pair.Parts.Scan("tenant = 'cat'")];
        bool isOver = false;
        Task searches = Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Assert.Equal(20, pair.Parts.Count("tenant = 'bee'"));
                IReadOnlyList<SearchHit> hits = pair.Parts.Search(new VectorQuery("near", vector) { Top = 60 });
                Assert.Equal(20, hits.Count(hit => hit.Document.Get<string>("tenant") == "bee"));
            }
        });
        for (int i = 0; i < 20; i++)
        {
            await pair.Parts.DropPartitionAsync("ant");
            await Task.WhenAll(pair.Parts.DropPartitionAsync("cat"), pair.Parts.InsertAsync(ants));
            await pair.Parts.UpsertAsync(cats);
        }

        Volatile.Write(ref isOver, true);
        await searches;
        Assert.Equal(60, pair.Parts.Count());
    }

    [Fact]
    public async Task A_document_that_moves_is_never_missing()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 9);
        Document document = pair.Document(1);
        document["tenant"] = "ant";
        await pair.Parts.InsertAsync([document]);
        bool isOver = false;
        Task reads = Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
                Assert.NotNull(pair.Parts.Fetch(1));
        });
        for (int i = 0; i < 200; i++)
        {
            var moved = new Document(1) { ["tenant"] = Tenants[i % 3] };
            Assert.True((await pair.Parts.UpdateAsync([moved]))[0].Succeeded);
        }

        Volatile.Write(ref isOver, true);
        await reads;
        Assert.Equal(1, pair.Parts.Count());
    }

    private static async Task<PartitionedPair> FilledAsync(PartitionBy by)
    {
        var pair = new PartitionedPair(by, seed: 2);
        Document[] documents = [.. Enumerable.Range(0, 60).Select(pair.Document)];
        foreach (Document document in documents)
            document["tenant"] = Tenants[(int)document.Key.Value % Tenants.Length];
        await pair.Parts.InsertAsync(documents);
        return pair;
    }
}
