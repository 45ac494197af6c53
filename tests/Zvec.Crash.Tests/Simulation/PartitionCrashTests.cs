using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>Partitioned collections on a disk that loses power, or under a process that dies, after every operation of the disk; and on
/// one that fails at every operation.</summary>
public sealed class PartitionCrashTests
{
    private const string Path = "/disk/deep/parts";

    private static readonly PartitionedCollectionOptions Options = new()
    {
        Partition = new CollectionOptions { BackgroundMaintenance = false, MaintenanceThreads = 1, DiskReserveBytes = 0 },
        MaxOpenPartitions = 2,
    };

    public static TheoryData<string> Cases => [.. PartitionCase.All.Select(one => one.Name)];

    [Fact]
    public void A_creation_is_there_as_a_whole_or_not_at_all()
    {
        var disk = new MemoryFileSystem("/disk");
        List<MemoryFileSystem> images = [];
        disk.Changed = _ => images.AddRange(Images(disk, images.Count));
        PartitionedCollection.Create(disk, Path, PartitionCase.Schema, PartitionBy.Field("tenant"), Options).Dispose();
        disk.Changed = null;
        images.Add(disk.Crash());
        int created = 0;
        foreach (MemoryFileSystem image in images)
        {
            bool exists = image.FileExists(Path + "/PARTITIONS");
            created += exists ? 1 : 0;
            using PartitionedCollection opened = exists
                ? PartitionedCollection.Open(image, Path, Options)
                : PartitionedCollection.Create(image, Path, PartitionCase.Schema, PartitionBy.Field("tenant"), Options);
            Assert.Empty(opened.Partitions);
        }

        Assert.InRange(created, 1, images.Count - 1);
        Assert.True(images[^1].FileExists(Path + "/PARTITIONS"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task After_a_crash_nothing_is_lost_and_opening_it_is_for_good(string name)
    {
        PartitionCase change = PartitionCase.Find(name);
        var disk = new MemoryFileSystem("/disk");
        using PartitionedCollection parts = await CreateAsync(disk);
        string headBefore = PartitionCase.Head(parts);
        SortedSet<string> before = PartitionCase.Documents(parts);
        List<MemoryFileSystem> images = [];
        disk.Changed = _ => images.AddRange(Images(disk, images.Count));
        await change.ApplyAsync(parts);
        disk.Changed = null;
        string headAfter = PartitionCase.Head(parts);
        SortedSet<string> after = PartitionCase.Documents(parts);
        images.Add(disk.Crash());
        (string Head, SortedSet<string> Documents) found = default;
        foreach (MemoryFileSystem image in images)
        {
            found = await CheckAsync(image);
            Assert.Empty(found.Documents.Except(before).Except(after));
            IEnumerable<string> keys = before.Where(one => !IsAway(change, one)).Select(KeyOf).Intersect(after.Select(KeyOf));
            Assert.Empty(keys.Except(found.Documents.Select(KeyOf)));
            Assert.True(FieldsOf(found.Head) == FieldsOf(headBefore) || FieldsOf(found.Head) == FieldsOf(headAfter));

            // what opening did, and what was written then, survives another crash
            found.Documents.Add("99 ant 99");
            (string head, SortedSet<string> documents) = await CheckAsync(image.Crash());
            Assert.Equal(found.Head, head);
            Assert.Equal(found.Documents, documents);
        }

        Assert.InRange(images.Count, 3, 1000);
        Assert.Equal(headAfter, found.Head);
        Assert.Equal([.. after, "99 ant 99"], found.Documents);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Whatever_fails_what_is_acknowledged_afterwards_survives_a_crash(string name)
    {
        PartitionCase change = PartitionCase.Find(name);
        int failures = 0;
        foreach (bool forGood in (bool[])[false, true])
        {
            bool hasFailed = true;
            for (int failing = 1; hasFailed; failing++)
            {
                var disk = new MemoryFileSystem("/disk");
                using PartitionedCollection parts = await CreateAsync(disk);
                disk.FailsForGood = forGood;
                disk.FailAt = disk.Operations + failing;
                hasFailed = await Record.ExceptionAsync(() => change.ApplyAsync(parts)) is not null;
                failures += hasFailed ? 1 : 0;
                disk.FailAt = 0;
                disk.FailsForGood = false;
                List<int> acknowledged = [6];
                foreach ((int key, string tenant) in ((int, string)[])[(50, "ant"), (51, "fox"), (52, "bee")])
                {
                    if (await Record.ExceptionAsync(() => parts.UpsertAsync([PartitionCase.Document(key, tenant, parts)])) is null)
                        acknowledged.Add(key);
                }

                using PartitionedCollection recovered = PartitionedCollection.Open(disk.Crash(), Path, Options);
                Assert.All(acknowledged, key => Assert.NotNull(recovered.Fetch(key)));
                if (acknowledged.Contains(51))
                {
                    Assert.Equal(PartitionCase.Head(parts), PartitionCase.Head(recovered));
                    Assert.Equal(PartitionCase.Documents(parts), PartitionCase.Documents(recovered));
                }
            }
        }

        Assert.InRange(failures, 2, 1000);
    }

    [Fact]
    public async Task A_document_that_a_crash_left_in_two_partitions_is_one_again_when_it_is_written_and_gone_when_it_is_deleted()
    {
        var disk = new MemoryFileSystem("/disk");
        using PartitionedCollection parts = await CreateAsync(disk);
        List<MemoryFileSystem> images = [];
        disk.Changed = _ => images.Add(disk.Fork());
        await parts.UpsertAsync([PartitionCase.Document(3, "bee", 100)]);
        disk.Changed = null;
        int doubles = 0;
        foreach (MemoryFileSystem image in images)
        {
            foreach (string? tenant in (string?[])["ant", "bee", "cat", null])
            {
                using PartitionedCollection opened = PartitionedCollection.Open(image.Fork(), Path, Options);
                if (opened.Count("id = 3") < 2)
                    continue;
                doubles++;
                if (tenant is null)
                    Assert.True((await opened.DeleteAsync([3]))[0].Succeeded);
                else
                    Assert.True((await opened.UpsertAsync([PartitionCase.Document(3, tenant, 7)]))[0].Succeeded);
                Assert.Equal(tenant is null ? [] : [$"3 {tenant} 7"], PartitionCase.Documents(opened).Where(one => KeyOf(one) == "3"));
            }
        }

        Assert.True(doubles >= 4);
    }

    private static async Task<PartitionedCollection> CreateAsync(MemoryFileSystem disk)
    {
        var parts = PartitionedCollection.Create(disk, Path, PartitionCase.Schema, PartitionBy.Field("tenant"), Options);
        await parts.InsertAsync(Enumerable.Range(0, PartitionCase.Count).Select(key => PartitionCase.Document(key, PartitionCase.TenantOf(key))));
        return parts;
    }

    private static IEnumerable<MemoryFileSystem> Images(MemoryFileSystem disk, int number) =>
        [disk.Fork(), number % 4 == 0 ? disk.Crash() : disk.Crash(new Random(number))];

    /// <summary>Opens what a crash left, says what it holds, and writes to it.</summary>
    private static async Task<(string Head, SortedSet<string> Documents)> CheckAsync(MemoryFileSystem disk)
    {
        using PartitionedCollection opened = PartitionedCollection.Open(disk, Path, Options);
        (string, SortedSet<string>) found = (PartitionCase.Head(opened), PartitionCase.Documents(opened));
        Assert.Equal(
            opened.Partitions.Select(partition => partition.Path).Order(StringComparer.Ordinal),
            disk.GetDirectories(Path + "/partitions").Order(StringComparer.Ordinal));
        await opened.UpsertAsync([PartitionCase.Document(99, "ant", opened)]);
        return found;
    }

    private static string KeyOf(string document) => document.Split(' ')[0];

    private static string FieldsOf(string head) => head.Split(':')[0];

    private static bool IsAway(PartitionCase change, string document) => document.Split(' ')[1] == change.Away;
}
