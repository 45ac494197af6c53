using System.Collections.Concurrent;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>Runs a workload once for each call that it makes of the disk and each way in which that can fail.</summary>
internal sealed class FaultSimulation(int seed)
{
    private const int FirstSteps = 30;

    private readonly ConcurrentDictionary<(MemoryDiskAction Action, string Fault), int> _counts = new();
    private int _failures;

    /// <summary>How often each kind of call failed in each way.</summary>
    public IEnumerable<string> Counts =>
        _counts.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key.Action} {entry.Key.Fault}: {entry.Value}");

    /// <summary>Faults in all.</summary>
    public int Faults => _counts.Values.Sum();

    /// <summary>Calls of the workload that reported a failure.</summary>
    public int Failures => _failures;

    /// <summary>Has the disk run full after so many bytes more, again and again with more room, until there is enough.</summary>
    /// <returns>How often it ran full.</returns>
    public async Task<int> RunFullAsync(int stepBytes, CancellationToken cancellationToken)
    {
        (MemoryFileSystem start, SimulatedState state) = await StartAsync().ConfigureAwait(false);
        start.Capacity = long.MaxValue;
        long used = long.MaxValue - start.GetAvailableBytes(Workload.Folder);
        start.Capacity = null;
        int full = 0;
        for (long room = 0; ; room += stepBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MemoryFileSystem disk = start.Fork();
            disk.Capacity = used + room;
            using var run = new FaultRun(disk, state, _ => MemoryDiskFault.None);
            try
            {
                await run.RunAsync(FaultWorkload.Steps(seed)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}, room for {room} bytes: {exception.Message}", exception);
            }

            if (run.Failures == 0)
                return full;
            full++;
        }
    }

    /// <summary>Has calls fail now and then, while maintenance runs in the background.</summary>
    public async Task RunAtRandomAsync(int runs, CancellationToken cancellationToken)
    {
        (MemoryFileSystem start, SimulatedState state) = await StartAsync().ConfigureAwait(false);
        await Parallel.ForAsync(0, runs, cancellationToken, async (number, _) =>
        {
            var random = new Random((seed * 10_000) + number);
            int between = 20 << (number % 5);
            try
            {
                using var run = new FaultRun(start.Fork(), state, call => Decide(call, random, between), background: true);
                await run.RunAsync(FaultWorkload.Steps(seed + number)).ConfigureAwait(false);
                Interlocked.Add(ref _failures, run.Failures);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"seed {seed}, run {number}, a fault every {between} calls: {exception.Message}", exception);
            }
        }).ConfigureAwait(false);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        (MemoryFileSystem start, SimulatedState state) = await StartAsync().ConfigureAwait(false);
        IReadOnlyList<FaultStep> steps = FaultWorkload.Steps(seed);
        List<MemoryDiskCall> calls = [];
        using (var dry = new FaultRun(start.Fork(), state, call =>
        {
            calls.Add(call);
            return MemoryDiskFault.None;
        }))
        {
            await dry.RunAsync(steps).ConfigureAwait(false);
            Assert.Equal(0, dry.Failures);
        }

        IEnumerable<(MemoryDiskCall Call, MemoryDiskFault Fault, bool ForGood)> all = calls.SelectMany(call => FaultsOf(call.Action)
            .Select(fault => (call, fault, false)).Concat(call.Changes ? [(call, MemoryDiskFault.Full, true)] : []));
        await Parallel.ForEachAsync(all, cancellationToken, async (one, _) =>
        {
            (MemoryDiskCall call, MemoryDiskFault fault, bool forGood) = one;
            try
            {
                using var run = new FaultRun(start.Fork(), state, now => Decide(now, call, fault, forGood));
                await run.RunAsync(steps).ConfigureAwait(false);
                Interlocked.Add(ref _failures, run.Failures);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"seed {seed}, call {call.Number} ({call.Action} of {call.Path}), {fault}{(forGood ? " from then on" : "")}: "
                        + exception.Message,
                    exception);
            }

            _counts.AddOrUpdate((call.Action, forGood ? "Full from then on" : fault.ToString()), 1, (_, count) => count + 1);
        }).ConfigureAwait(false);
    }

    private static MemoryDiskFault Decide(MemoryDiskCall now, MemoryDiskCall call, MemoryDiskFault fault, bool forGood)
    {
        if (now.Number == call.Number)
            return fault;
        bool needsRoom = now.Action is MemoryDiskAction.Create or MemoryDiskAction.Write or MemoryDiskAction.CreateFolder;
        return forGood && now.Number > call.Number && needsRoom ? MemoryDiskFault.Full : MemoryDiskFault.None;
    }

    /// <summary>Called while the disk stands still, so that one thread at a time does.</summary>
    private MemoryDiskFault Decide(MemoryDiskCall call, Random random, int between)
    {
        if (random.Next(between) != 0)
            return MemoryDiskFault.None;
        MemoryDiskFault[] faults = FaultsOf(call.Action);
        MemoryDiskFault fault = faults[random.Next(faults.Length)];
        _counts.AddOrUpdate((call.Action, fault.ToString()), 1, (_, count) => count + 1);
        return fault;
    }

    private static MemoryDiskFault[] FaultsOf(MemoryDiskAction action) => action switch
    {
        MemoryDiskAction.Sync => [MemoryDiskFault.Error, MemoryDiskFault.LostSync, MemoryDiskFault.ErrorAfterwards],
        MemoryDiskAction.Write or MemoryDiskAction.Create or MemoryDiskAction.CreateFolder => [MemoryDiskFault.Error, MemoryDiskFault.Full],
        MemoryDiskAction.Rename or MemoryDiskAction.SyncFolder => [MemoryDiskFault.Error, MemoryDiskFault.ErrorAfterwards],
        _ => [MemoryDiskFault.Error],
    };

    private async Task<(MemoryFileSystem Disk, SimulatedState State)> StartAsync()
    {
        var disk = new MemoryFileSystem(Workload.Folder);
        var history = new History();
        using (var workload = new Workload(disk, Workload.Options(), history, seed, mayChangeSchema: false))
        {
            workload.Create();
            for (int i = 0; i < FirstSteps; i++)
                await workload.StepAsync().ConfigureAwait(false);
        }

        return (disk, history.Latest);
    }
}
