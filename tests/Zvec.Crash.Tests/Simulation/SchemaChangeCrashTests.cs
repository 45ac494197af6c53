using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>Changes of the schema that are cut off, or fail, at every operation of the disk.</summary>
public sealed class SchemaChangeCrashTests
{
    private const string Path = "/disk/c";
    private const int OnDisk = 6;
    private const int InMemory = 4;

    private static readonly CollectionOptions Options =
        new() { BackgroundMaintenance = false, MaintenanceThreads = 1, DiskReserveBytes = 0 };

    public static TheoryData<string> Changes => [.. SchemaChangeCase.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task After_a_crash_the_schema_is_that_of_before_or_after_and_every_document_follows_it(string name)
    {
        SchemaChangeCase change = SchemaChangeCase.Find(name);
        var disk = new MemoryFileSystem("/disk");
        using Collection collection = await CreateAsync(disk);
        List<MemoryFileSystem> images = [];
        disk.Changed = _ => images.Add(disk.Crash(images.Count % 2 == 0 ? null : new Random(images.Count)));
        await change.ApplyAsync(collection);
        disk.Changed = null;
        images.Add(disk.Crash());
        int[] keys = [.. Enumerable.Range(0, OnDisk + InMemory)];
        int changed = 0;
        foreach (MemoryFileSystem image in images)
        {
            bool after;
            using (Collection opened = CollectionOpener.Open(image, Path, Options))
            {
                after = change.Check(opened, keys);
                await opened.UpsertAsync([change.ToDocument(100, after)], TestContext.Current.CancellationToken);
                change.Check(opened, [.. keys, 100]);
            }

            using Collection again = CollectionOpener.Open(image.Crash(), Path, Options);
            Assert.Equal(after, change.Check(again, [.. keys, 100]));
            changed += after ? 1 : 0;
        }

        Assert.InRange(images.Count, 10, 1000);
        Assert.InRange(changed, 1, images.Count - 1);
        Assert.True(change.Check(collection, keys));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Whatever_fails_what_is_acknowledged_afterwards_survives_a_crash(string name)
    {
        SchemaChangeCase change = SchemaChangeCase.Find(name);
        int failures = 0;
        foreach (bool forGood in (bool[])[false, true])
        {
            for (int failing = 1; ; failing++)
            {
                var disk = new MemoryFileSystem("/disk");
                using Collection collection = await CreateAsync(disk);
                disk.FailsForGood = forGood;
                disk.FailAt = disk.Operations + failing;
                Exception? failure = await Record.ExceptionAsync(() => change.ApplyAsync(collection));
                disk.FailAt = 0;
                disk.FailsForGood = false;
                List<int> keys = [.. Enumerable.Range(0, OnDisk + InMemory)];
                bool after = change.Check(collection, keys);
                if (await Record.ExceptionAsync(() => collection.UpsertAsync([change.ToDocument(100, after)])) is null)
                    keys.Add(100);
                change.Check(collection, keys);
                using (Collection recovered = CollectionOpener.Open(disk.Crash(), Path, Options))
                    change.Check(recovered, keys);
                if (failure is null)
                    break;
                failures++;
                Assert.IsType<IOException>(failure);

                // what the failure left behind hinders no further change
                if (keys.Count > OnDisk + InMemory && !after)
                {
                    await change.ApplyAsync(collection);
                    Assert.True(change.Check(collection, keys));
                    using Collection reopened = CollectionOpener.Open(disk.Crash(), Path, Options);
                    Assert.True(change.Check(reopened, keys));
                }
            }
        }

        Assert.InRange(failures, 6, 1000);
    }

    private static async Task<Collection> CreateAsync(MemoryFileSystem disk)
    {
        Collection collection = CollectionOpener.Create(disk, Path, SchemaChangeCase.Schema, Options);
        SchemaChangeCase none = SchemaChangeCase.All[0];
        await collection.InsertAsync(Enumerable.Range(0, OnDisk + 2).Select(key => none.ToDocument(key, changed: false)));
        await collection.FlushAsync();
        await collection.DeleteAsync([OnDisk, OnDisk + 1]);
        await collection.InsertAsync(Enumerable.Range(OnDisk, InMemory).Select(key => none.ToDocument(key, changed: false)));
        return collection;
    }
}
