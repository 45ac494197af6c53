using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>Opens what a crash left, compares it with what may be there, goes on with it and crashes it again.</summary>
internal sealed class ImageCheck(History history)
{
    private static readonly CollectionOptions Options = Workload.Options();

    private int _points;

    /// <summary>Disks that were opened after a crash.</summary>
    public int Points => _points;

    public async Task RunAsync(CrashImage image)
    {
        try
        {
            await CheckAsync(image).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"operation {image.Operation}, {image.Variant}, states {image.Lowest} to {image.Highest}: {exception.Message}", exception);
        }
    }

    private async Task CheckAsync(CrashImage image)
    {
        var random = new Random(image.Seed);
        MemoryFileSystem disk = image.Disk;
        List<SimulatedState> allowed = [];
        for (int i = Math.Max(0, image.Lowest); i <= image.Highest; i++)
            allowed.Add(history[i]);
        if (random.Next(8) == 0)
            CheckReadOnly(image, allowed);
        if (image.Backups.Newer >= 0 && random.Next(8) == 0)
            CheckBackup(image, random);
        Collection? opened = Open(disk, image.Lowest < 0);
        if (opened is null)
            return;
        SimulatedState state;
        using (Collection collection = opened)
        {
            state = CollectionCheck.Match(collection, allowed);
            CollectionCheck.Equal(state, collection, random);
            CollectionCheck.NoLeftovers(disk);
            if (random.Next(2) == 0)
                CheckAgain(disk, random, [state], "after recovery");
            if (random.Next(3) != 0)
                return;
            await GoOnAsync(disk, collection, state, random).ConfigureAwait(false);
        }
    }

    /// <summary>Writes to the collection, and crashes it while the last write is under way.</summary>
    private async Task GoOnAsync(MemoryFileSystem disk, Collection collection, SimulatedState state, Random random)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            (int, SimulatedDocument)[] batch = [(random.Next(Workload.Keys), SimulatedDocument.Random(random, state.AddedFields))];
            state = state.With(batch);
            await collection.UpsertAsync(batch.Select(one => one.Item2.ToDocument(one.Item1))).ConfigureAwait(false);
        }

        int key = random.Next(Workload.Keys);
        state = state.Without([key]);
        await collection.DeleteAsync([new DocumentKey(key)]).ConfigureAwait(false);
        CheckAgain(disk, random, [state], "after recovery and further writes");
        if (random.Next(4) != 0)
            return;
        await (random.Next(2) == 0 ? collection.FlushAsync() : collection.OptimizeAsync()).ConfigureAwait(false);
        CheckAgain(disk, random, [state], "after recovery, further writes and a flush");
    }

    private void CheckAgain(MemoryFileSystem disk, Random random, IReadOnlyList<SimulatedState> allowed, string when)
    {
        foreach (MemoryFileSystem after in (MemoryFileSystem[])[disk.Crash(), disk.Crash(random)])
        {
            try
            {
                using Collection collection = Open(after, mayBeMissing: false)!;
                CollectionCheck.Equal(CollectionCheck.Match(collection, allowed), collection, random);
                CollectionCheck.NoLeftovers(after);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{when}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Restores the backup, which is the older or the newer one as a whole, and crashes what was restored.</summary>
    private void CheckBackup(CrashImage image, Random random)
    {
        const string Restored = "/disk/restored";
        (int older, int newer) = image.Backups;
        try
        {
            Collection.Restore(image.Disk, Workload.Backup, Restored, progress: null, CancellationToken.None);
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.NotFound && older < 0)
        {
            return;
        }

        Interlocked.Increment(ref _points);
        using Collection collection = CollectionOpener.Open(image.Disk.Crash(random), Restored, Options);
        SimulatedState state = CollectionCheck.Match(collection, [history[Math.Max(0, older)], history[newer]]);
        CollectionCheck.Equal(state, collection, random);
    }

    private static void CheckReadOnly(CrashImage image, List<SimulatedState> allowed)
    {
        int operations = image.Disk.Operations;
        try
        {
            using Collection collection = CollectionOpener.Open(image.Disk, Workload.Path, new CollectionOptions { ReadOnly = true });
            CollectionCheck.Match(collection, allowed);
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.NotFound && image.Lowest < 0)
        {
            // the creation was cut off
        }

        if (image.Disk.Operations != operations)
            throw new InvalidOperationException("Opening for reading changed something.");
    }

    /// <summary>Opens the collection; null when there is none and none need be, and then one can be made.</summary>
    private Collection? Open(MemoryFileSystem disk, bool mayBeMissing)
    {
        Interlocked.Increment(ref _points);
        try
        {
            return CollectionOpener.Open(disk, Workload.Path, Options);
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.NotFound && mayBeMissing)
        {
            Workload.CreateOn(disk, Options).Dispose();
            return null;
        }
    }
}
