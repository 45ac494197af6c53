using System.Collections.Concurrent;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>Runs a workload once, crashes it after every operation of its disk, and checks what each crash leaves.</summary>
/// <param name="seed">Decides everything, the interleaving with background maintenance aside.</param>
/// <param name="steps">Calls to make.</param>
internal sealed class CrashSimulation(int seed, int steps)
{
    private static readonly CrashVariant[] Variants = Enum.GetValues<CrashVariant>();

    private readonly History _history = new();
    private readonly ConcurrentQueue<CrashImage> _images = new();
    private readonly Durability _durability = seed % 4 == 2 || seed % 8 == 7 ? Durability.Buffered : Durability.Synced;
    private readonly bool _background = seed % 4 == 3;
    private int _operations;

    /// <summary>Operations of the disk after which it was crashed.</summary>
    public int Operations => _operations;

    /// <summary>Runs the simulation.</summary>
    /// <returns>Disks that were opened after a crash.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var disk = new MemoryFileSystem(Workload.Folder);
        var check = new ImageCheck(_history);
        using var workload = new Workload(disk, Workload.Options(_durability, _background), _history, seed);
        disk.Changed = call => Take(disk);
        int step = 0;
        try
        {
            workload.Create();
            for (; step < steps; step++)
            {
                await CheckAsync(check, cancellationToken).ConfigureAwait(false);
                await workload.StepAsync().ConfigureAwait(false);
            }

            await workload.IdleAsync().ConfigureAwait(false);
            await CheckAsync(check, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{Describe()}, step {step}: {exception.Message}", exception);
        }
        finally
        {
            disk.Changed = null;
        }

        return check.Points;
    }

    private string Describe() =>
        $"seed {seed} ({_durability}{(_background ? ", background maintenance" : "")}); "
            + $"repeat with ZVEC_CRASH_SEED={seed} and a filter on CrashSimulationTests";

    /// <summary>Takes the images of a crash now. What is acknowledged is read before, and what is begun after, as both may move on
    /// meanwhile.</summary>
    private void Take(MemoryFileSystem disk)
    {
        int operation = Interlocked.Increment(ref _operations);
        int acknowledged = _history.Acknowledged;
        int backedUp = _history.BackedUp;
        int durable = _durability == Durability.Synced ? acknowledged : _history.Durable;
        foreach (CrashVariant variant in Variants)
        {
            int imageSeed = HashCode(operation, (int)variant);
            MemoryFileSystem image = variant switch
            {
                CrashVariant.SyncedOnly => disk.Crash(),
                CrashVariant.Process => disk.Fork(),
                _ => disk.Crash(new Random(imageSeed)),
            };
            int lowest = variant == CrashVariant.Process ? acknowledged : durable;
            _images.Enqueue(new CrashImage(image, lowest, _history.Begun, operation, variant, imageSeed, (backedUp, _history.BackingUp)));
        }
    }

    private int HashCode(int operation, int variant) => unchecked((((seed * 1_000_003) + operation) * 31) + variant);

    private async Task CheckAsync(ImageCheck check, CancellationToken cancellationToken)
    {
        List<CrashImage> images = [];
        while (_images.TryDequeue(out CrashImage? image))
            images.Add(image);
        await Parallel.ForEachAsync(
            images, cancellationToken, async (image, _) => await check.RunAsync(image).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
