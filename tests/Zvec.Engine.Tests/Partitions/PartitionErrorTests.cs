namespace Zvec.Engine.Tests.Partitions;

/// <summary>What partitioned collections refuse.</summary>
public sealed class PartitionErrorTests
{
    [Fact]
    public void A_rule_must_fit_the_schema()
    {
        AssertRefused(PartitionBy.Field("nothing"), "nothing");
        AssertRefused(PartitionBy.Field("near"), "near");
        AssertRefused(PartitionBy.Field("time"), "DateTime");
        AssertRefused(PartitionBy.Time("tenant", PartitionPeriod.Day), "String");
        Assert.Throws<ZvecException>(() => PartitionBy.KeyHash(0));
    }

    [Fact]
    public async Task Bad_documents_change_nothing()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 1);
        Document bad = pair.Document(2);
        bad["number"] = "many";
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.InsertAsync([pair.Document(1), bad]));
        bad = pair.Document(2);
        bad["tenant"] = 5;
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.InsertAsync([pair.Document(1), bad]));
        bad["tenant"] = "";
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.InsertAsync([pair.Document(1), bad]));
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.DeleteAsync(Filter.And()));
        Assert.Empty(pair.Parts.Partitions);
        Assert.Throws<ZvecException>(() => pair.Parts.Count("nothing = 3"));
        Assert.Throws<ZvecException>(() => pair.Parts.Count("tenant = 3"));
        Assert.Throws<ZvecException>(() => pair.Parts.Fetch("text key"));
    }

    [Fact]
    public async Task Names_that_no_document_has_are_refused()
    {
        using var pair = new PartitionedPair(PartitionBy.Time("time", PartitionPeriod.Day), seed: 1);
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.AddPartitionAsync("2026-13-01"));
        await AssertCodeAsync(ZvecErrorCode.InvalidArgument, () => pair.Parts.AddPartitionAsync("../x"));
        await pair.Parts.AddPartitionAsync("2026-12-01");
        await AssertCodeAsync(ZvecErrorCode.AlreadyExists, () => pair.Parts.AddPartitionAsync("2026-12-01"));
        await AssertCodeAsync(ZvecErrorCode.NotFound, () => pair.Parts.DropPartitionAsync("2026-12-02"));
        await AssertCodeAsync(ZvecErrorCode.NotFound, () => pair.Parts.DetachPartitionAsync("2026-12-02"));
    }

    [Fact]
    public async Task Partitions_are_not_made_where_that_is_not_wanted()
    {
        var options = new PartitionedCollectionOptions { Partition = PartitionedPair.PartitionOptions, CreatePartitions = false };
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 1, options);
        await AssertCodeAsync(ZvecErrorCode.NotFound, () => pair.Parts.InsertAsync([pair.Document(1)]));
        Assert.Empty(pair.Parts.Partitions);
    }

    [Fact]
    public async Task A_reader_beside_the_writer_sees_what_was_written_after_a_refresh()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 1);
        await pair.Parts.InsertAsync(Enumerable.Range(0, 10).Select(pair.Document));
        using PartitionedCollection reader = PartitionedCollection.Open(pair.Folder, ReadOnly);
        Assert.Equal(10, reader.Count());
        await pair.Parts.InsertAsync(Enumerable.Range(10, 30).Select(pair.Document));
        await pair.Parts.DropPartitionAsync("ant");
        Assert.True(reader.Refresh());
        Assert.Equal(pair.Parts.Count(), reader.Count());
        Assert.False(reader.Refresh());
        await AssertCodeAsync(ZvecErrorCode.ReadOnly, () => reader.InsertAsync([pair.Document(99)]));
        await AssertCodeAsync(ZvecErrorCode.ReadOnly, () => reader.DropPartitionAsync("bee"));
    }

    [Fact]
    public async Task One_writer_at_a_time_and_the_folder_is_checked()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 1);
        AssertCode(ZvecErrorCode.Locked, () => PartitionedCollection.Open(pair.Folder));
        AssertCode(ZvecErrorCode.AlreadyExists, () => PartitionedCollection.Create(pair.Folder, PartitionedPair.Schema, PartitionBy.KeyHash(2)));
        AssertCode(ZvecErrorCode.NotFound, () => PartitionedCollection.Open(pair["nowhere"]));
        await pair.Parts.InsertAsync([pair.Document(1)]);
        AssertCode(ZvecErrorCode.Locked, () => PartitionedCollection.Drop(pair.Folder));
        pair.Close();
        Assert.Throws<ObjectDisposedException>(() => pair.Parts.Count());
        AssertCode(
            ZvecErrorCode.FailedPrecondition,
            () => PartitionedCollection.OpenOrCreate(pair.Folder, PartitionedPair.Schema, PartitionBy.KeyHash(2)));
        PartitionedCollection.OpenOrCreate(pair.Folder, PartitionedPair.Schema, PartitionBy.Field("tenant")).Dispose();
        PartitionedCollection.Drop(pair.Folder);
        Assert.False(Directory.Exists(pair.Folder));
    }

    [Fact]
    public async Task A_partition_that_was_changed_by_itself_is_refused()
    {
        using var pair = new PartitionedPair(PartitionBy.KeyHash(1), seed: 1);
        await pair.Parts.InsertAsync([pair.Document(1)]);
        string folder = pair.Parts.Partitions[0].Path;
        pair.Close();
        using (Collection alone = Collection.Open(folder))
            await alone.DropFieldAsync("number");
        using PartitionedCollection again = PartitionedCollection.Open(pair.Folder);
        AssertCode(ZvecErrorCode.FailedPrecondition, () => again.Count());
    }

    [Fact]
    public void A_damaged_catalog_is_told_from_none()
    {
        using var pair = new PartitionedPair(PartitionBy.KeyHash(1), seed: 1);
        pair.Close();
        string catalog = Path.Combine(pair.Folder, "PARTITIONS");
        byte[] bytes = File.ReadAllBytes(catalog);
        bytes[100] ^= 1;
        File.WriteAllBytes(catalog, bytes);
        AssertCode(ZvecErrorCode.DataCorruption, () => PartitionedCollection.Open(pair.Folder));
    }

    [Fact]
    public void A_function_has_to_be_given_again()
    {
        using var pair = new PartitionedPair(PartitionBy.Key(key => "all"), seed: 1);
        pair.Close();
        AssertCode(ZvecErrorCode.InvalidArgument, () => PartitionedCollection.Open(pair.Folder));
        PartitionedCollection.Open(pair.Folder, new PartitionedCollectionOptions { PartitionOfKey = key => "all" }).Dispose();
    }

    private static PartitionedCollectionOptions ReadOnly => new() { Partition = new CollectionOptions { ReadOnly = true } };

    private static void AssertRefused(PartitionBy by, string inMessage)
    {
        ZvecException refused = Assert.Throws<ZvecException>(() => new PartitionedPair(by, seed: 1));
        Assert.Equal(ZvecErrorCode.InvalidArgument, refused.Code);
        Assert.Contains(inMessage, refused.Message, StringComparison.Ordinal);
    }

    private static void AssertCode(ZvecErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ZvecException>(action).Code);

    private static async Task AssertCodeAsync(ZvecErrorCode code, Func<Task> action) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ZvecException>(action)).Code);
}
