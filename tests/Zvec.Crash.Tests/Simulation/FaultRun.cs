using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>Runs a workload in which a call of the disk fails, and goes on: what fails is reported, and nothing that was acknowledged is
/// lost.</summary>
/// <param name="disk">A disk with a collection.</param>
/// <param name="start">What the collection holds.</param>
/// <param name="faults">Says which calls fail.</param>
/// <param name="background">Whether maintenance runs in the background.</param>
internal sealed class FaultRun(
    MemoryFileSystem disk, SimulatedState start, Func<MemoryDiskCall, MemoryDiskFault> faults, bool background = false) : IDisposable
{
    private readonly CollectionOptions _options = Workload.Options(Durability.Synced, background);
    private readonly Random _random = new(1);
    private SimulatedState _current = start;
    private SimulatedState[] _alternatives = []; // what the disk may hold instead, for calls that failed
    private bool _isReadOnly; // since a call found out
    private MemoryDiskCall? _failed;
    private Collection? _collection;
    private int _failures;

    /// <summary>Calls of the workload that reported a failure.</summary>
    public int Failures => _failures;

    /// <summary>Runs the workload.</summary>
    public async Task RunAsync(IReadOnlyList<FaultStep> steps)
    {
        disk.Faults = call =>
        {
            MemoryDiskFault fault = faults(call);
            if (fault != MemoryDiskFault.None)
                _failed = call;
            return fault;
        };
        Open();
        foreach (FaultStep step in steps)
        {
            _failed = null;
            if (step.Kind == FaultStepKind.Reopen)
            {
                _collection!.Dispose();
                Open();
            }
            else
            {
                await RunAsync(step).ConfigureAwait(false);
            }
        }

        Repair();
        CollectionCheck.Equal(_current, _collection!, _random);
        SimulatedState[] allowed = [_current, .. _alternatives];
        Check(disk.Crash(), allowed);
        Check(disk.Crash(_random), allowed);
        _collection!.Dispose();
        _collection = CollectionOpener.Open(disk, Workload.Path, _options);
        SimulatedState state = CollectionCheck.Match(_collection, allowed);
        CollectionCheck.Equal(state, _collection, _random);
        if (!background)
            CollectionCheck.NoLeftovers(disk);
        FaultStep last = steps[^1];
        await last.RunAsync(_collection).ConfigureAwait(false);
        Check(disk.Crash(), [last.Apply(state)]);
        await _collection.FlushAsync().ConfigureAwait(false);
        await _collection.IdleAsync().ConfigureAwait(false);
        CollectionCheck.NoLeftovers(disk);
        Check(disk.Crash(_random), [last.Apply(state)]);
    }

    /// <summary>From now on nothing fails.</summary>
    private void Repair()
    {
        disk.Faults = null;
        disk.Capacity = null;
    }

    public void Dispose() => _collection?.Dispose();

    private async Task RunAsync(FaultStep step)
    {
        SimulatedState next = step.Apply(_current);
        try
        {
            await step.RunAsync(_collection!).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ZvecException { Code: not ZvecErrorCode.DataCorruption })
        {
            _failures++;
            await CheckFailedAsync(step, next, (exception as ZvecException)?.Code).ConfigureAwait(false);
            return;
        }

        // A write that failed before is not in the log, or this one would not have been taken; only of the schema the disk may know more.
        // A change of the schema leaves a manifest of what is seen. A flush and the like may have had nothing to do.
        if (step.Kind == FaultStepKind.Documents)
            _alternatives = [.. _alternatives.Where(one => ReferenceEquals(one.Documents, _current.Documents))
                .Select(one => one with { Documents = next.Documents })];
        else if (step.Kind == FaultStepKind.Schema)
            _alternatives = [];
        _current = next;
        CollectionCheck.Match(_collection!, [_current]);
    }

    /// <summary>After a failure readers see what they saw, or for a schema the whole of what was asked, and after one of the log nothing
    /// more is taken. The disk may hold the change or not, whatever it holds of those that failed before.</summary>
    private async Task CheckFailedAsync(FaultStep step, SimulatedState next, ZvecErrorCode? refusal)
    {
        SimulatedState seen = CollectionCheck.Match(_collection!, step.Kind == FaultStepKind.Schema ? [_current, next] : [_current]);
        if (!_isReadOnly)
        {
            SimulatedState[] before = [_current, .. _alternatives];
            _alternatives = [.. before.Concat(before.Select(step.Apply)).Distinct()];
        }

        _current = seen;
        _isReadOnly |= refusal == ZvecErrorCode.ReadOnly;
        bool isLogFailure = step.Kind == FaultStepKind.Documents
            && _failed is { Action: MemoryDiskAction.Write or MemoryDiskAction.Sync } call
                && call.Path.EndsWith(".wal", StringComparison.Ordinal);
        if (!isLogFailure)
            return;
        ZvecException refused = await Assert.ThrowsAsync<ZvecException>(
            () => _collection!.DeleteAsync([new DocumentKey(0)])).ConfigureAwait(false);
        Assert.Equal(ZvecErrorCode.ReadOnly, refused.Code);
        CollectionCheck.Match(_collection!, [_current]);
    }

    /// <summary>Opens the collection; when that fails, again without faults.</summary>
    private void Open()
    {
        SimulatedState[] allowed = [_current, .. _alternatives];
        try
        {
            _collection = CollectionOpener.Open(disk, Workload.Path, _options);
        }
        catch (IOException)
        {
            _failures++;
            (Func<MemoryDiskCall, MemoryDiskFault>? keptFaults, long? capacity) = (disk.Faults, disk.Capacity);
            Repair();
            _collection = CollectionOpener.Open(disk, Workload.Path, _options);
            (disk.Faults, disk.Capacity) = (keptFaults, capacity);
        }

        _current = CollectionCheck.Match(_collection, allowed);
        _alternatives = [];
        _isReadOnly = false;
    }

    private void Check(MemoryFileSystem after, IReadOnlyList<SimulatedState> allowed)
    {
        using Collection collection = CollectionOpener.Open(after, Workload.Path, Workload.Options());
        CollectionCheck.Equal(CollectionCheck.Match(collection, allowed), collection, _random);
        CollectionCheck.NoLeftovers(after);
    }
}
