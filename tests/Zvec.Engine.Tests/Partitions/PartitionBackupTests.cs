namespace Zvec.Engine.Tests.Partitions;

/// <summary>Backups of partitioned collections as a whole, and what verification finds.</summary>
public sealed class PartitionBackupTests
{
    private const int Count = 40;

    private static readonly PartitionedCollectionOptions ReadOnly = new() { Partition = new CollectionOptions { ReadOnly = true } };

    [Fact]
    public async Task A_backup_holds_all_partitions_and_is_restored()
    {
        using PartitionedPair pair = await FilledAsync();
        long bees = pair.Parts.Count("tenant = 'bee'");
        await pair.Parts.DetachPartitionAsync("bee");
        BackupResult first = await pair.Parts.BackupAsync(pair["backup"]);
        Assert.Equal(Count, first.Documents);
        Assert.True(PartitionedCollection.Verify(pair["backup"]).IsIntact);

        await pair.Parts.UpsertAsync(Enumerable.Range(100, 5).Select(pair.Document));
        BackupResult second = await pair.Parts.BackupAsync(pair["backup"]);
        Assert.True(second.Documents >= Count);
        Assert.True(second.KeptFiles > 0);
        using (PartitionedCollection read = PartitionedCollection.Open(pair["backup"], ReadOnly))
            Assert.Equal(pair.Parts.Count(), read.Count());

        PartitionedCollection.Restore(pair["backup"], pair["restored"], TestContext.Current.CancellationToken);
        using PartitionedCollection restored = PartitionedCollection.Open(pair["restored"], pair.Options);
        Assert.Equal(pair.Parts.Count(), restored.Count());
        await restored.AttachPartitionAsync("bee");
        Assert.Equal(bees, restored.Count("tenant = 'bee' and id < 100"));
        await restored.UpsertAsync([pair.Document(500)]);
        ZvecException refused = Assert.Throws<ZvecException>(() => PartitionedCollection.Restore(pair["backup"], pair["restored"]));
        Assert.Equal(ZvecErrorCode.AlreadyExists, refused.Code);
    }

    [Fact]
    public async Task A_newer_backup_follows_dropped_partitions_and_schemas()
    {
        using PartitionedPair pair = await FilledAsync();
        await pair.Parts.BackupAsync(pair["backup"]);
        await pair.Parts.DropPartitionAsync("ant");
        await pair.Parts.RenameFieldAsync("number", "count");
        await pair.Parts.CreateIndexAsync("near", new HnswIndexOptions { Metric = Metric.Cosine });
        await pair.Parts.BackupAsync(pair["backup"]);
        Assert.True(PartitionedCollection.Verify(pair["backup"]).IsIntact);
        Assert.Equal(pair.Parts.Partitions.Count, Directory.GetDirectories(Path.Combine(pair["backup"], "partitions")).Length);
        PartitionedCollection.Restore(pair["backup"], pair["restored"], TestContext.Current.CancellationToken);
        using PartitionedCollection restored = PartitionedCollection.Open(pair["restored"], pair.Options);
        Assert.Equal(pair.Parts.Count("count >= 3"), restored.Count("count >= 3"));
    }

    [Fact]
    public async Task A_backup_goes_to_no_folder_of_others_and_over_no_collection()
    {
        using PartitionedPair pair = await FilledAsync();
        Directory.CreateDirectory(pair["full"]);
        File.WriteAllText(Path.Combine(pair["full"], "other.txt"), "somebody else's");
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.BackupAsync(pair["full"]));
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.BackupAsync(Path.Combine(pair.Folder, "inside")));
        using (PartitionedCollection.Create(pair["other"], PartitionedPair.Schema, PartitionBy.KeyHash(2)))
        {
        }

        await AssertCodeAsync(ZvecErrorCode.FailedPrecondition, () => pair.Parts.BackupAsync(pair["other"]));
        await pair.Parts.BackupAsync(pair["backup"]);
        PartitionedCollection.Open(pair["backup"], pair.Options).Dispose(); // for writing: a backup no more
        await AssertCodeAsync(ZvecErrorCode.FailedPrecondition, () => pair.Parts.BackupAsync(pair["backup"]));
    }

    [Fact]
    public async Task A_backup_beside_writes_can_be_restored()
    {
        using PartitionedPair pair = await FilledAsync();
        Document[] moving = [.. Enumerable.Range(0, Count).Select(pair.Document)];
        bool isOver = false;
        Task writes = Task.Run(async () =>
        {
            for (int i = 0; !Volatile.Read(ref isOver); i++)
                await pair.Parts.UpsertAsync([moving[i % Count]]);
        });
        await pair.Parts.BackupAsync(pair["backup"], cancellationToken: TestContext.Current.CancellationToken);
        Volatile.Write(ref isOver, true);
        await writes;
        PartitionedCollection.Restore(pair["backup"], pair["restored"], TestContext.Current.CancellationToken);
        Assert.True(PartitionedCollection.Verify(pair["restored"]).IsIntact);
    }

    [Fact]
    public async Task Verification_names_what_is_wrong()
    {
        using PartitionedPair pair = await FilledAsync();
        await pair.Parts.FlushAsync();
        VerificationReport report = PartitionedCollection.Verify(pair.Folder);
        Assert.True(report.IsIntact, report.ToString());
        Assert.Equal(Count, report.Documents);
        string partition = pair.Parts.Partitions[1].Path;
        string file = Directory.GetFiles(partition, "*.vectors", SearchOption.AllDirectories)[0];
        pair.Close();
        Damage(file, 200);
        Assert.Equal(file, Assert.Single(PartitionedCollection.Verify(pair.Folder).Problems).File);
        Damage(file, 200);
        Assert.True(PartitionedCollection.Verify(pair.Folder).IsIntact);
        Directory.Move(partition, pair["away"]);
        Assert.Contains("cannot be read", Assert.Single(PartitionedCollection.Verify(pair.Folder).Problems).Message, StringComparison.Ordinal);
        Directory.Move(pair["away"], partition);
        Directory.CreateDirectory(Path.Combine(pair.Folder, "partitions", "000099"));
        Assert.Contains("000099", Assert.Single(PartitionedCollection.Verify(pair.Folder).Notes), StringComparison.Ordinal);
        using (Collection alone = Collection.Open(partition))
            await alone.DropFieldAsync("number");
        Assert.Equal(partition, Assert.Single(PartitionedCollection.Verify(pair.Folder).Problems).File);
        string catalog = Path.Combine(pair.Folder, "PARTITIONS");
        Damage(catalog, 100);
        Assert.Equal(catalog, Assert.Single(PartitionedCollection.Verify(pair.Folder).Problems).File);
        Assert.Throws<ZvecException>(() => PartitionedCollection.Verify(pair["nowhere"]));
    }

    private static void Damage(string file, int offset)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[offset] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private static async Task<PartitionedPair> FilledAsync()
    {
        var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 21);
        await pair.Parts.InsertAsync(Enumerable.Range(0, Count).Select(pair.Document));
        await pair.Parts.FlushAsync();
        return pair;
    }

    private static async Task AssertCodeAsync(ZvecErrorCode code, Func<Task> action) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ZvecException>(action)).Code);
}
