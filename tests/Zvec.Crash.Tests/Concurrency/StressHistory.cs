using System.Collections.Concurrent;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>What all threads did and saw, with a clock of their own: it counts beginnings and ends of calls, in an order that all threads
/// agree on.</summary>
internal sealed class StressHistory
{
    private readonly ConcurrentQueue<RegisterOperation> _writes = new();
    private readonly ConcurrentQueue<SnapshotRead> _reads = new();
    private readonly ConcurrentQueue<SnapshotRead> _sideReads = new();
    private long _clock;
    private long _value;
    private int _calls;

    /// <summary>Calls to the collection so far.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The next moment: to be asked before a call and after it.</summary>
    public long Now() => Interlocked.Increment(ref _clock);

    /// <summary>A value that was never written.</summary>
    public long NewValue() => Interlocked.Increment(ref _value);

    /// <summary>Counts a call of which nothing else is to be said.</summary>
    public void Count() => Interlocked.Increment(ref _calls);

    public void AddWrite(int thread, IEnumerable<(int Register, bool? Changed)> parts, RegisterAction action, long value, long invoked)
    {
        long responded = Now();
        Count();
        foreach ((int register, bool? changed) in parts)
        {
            _writes.Enqueue(
                new RegisterOperation(thread, register, action, new RegisterState(value, value), changed, invoked, responded));
        }
    }

    /// <summary>Notes what a call saw.</summary>
    /// <param name="thread">Who called.</param>
    /// <param name="what">The call.</param>
    /// <param name="documents">What it returned.</param>
    /// <param name="complete">The registers whose documents are all among them, if there are any; null for those that show up.</param>
    /// <param name="wholeRows">Whether of a register all documents must be there, or none.</param>
    /// <param name="invoked">The clock before.</param>
    /// <param name="responded">The clock when what was returned was settled.</param>
    /// <param name="besides">Whether the call went to another handle, which may see a write that is in the log before its own handle
    /// shows it.</param>
    public void AddRead(
        int thread,
        string what,
        IEnumerable<Document> documents,
        IEnumerable<int>? complete,
        bool wholeRows,
        long invoked,
        long responded,
        bool besides = false)
    {
        Count();
        var states = (complete ?? []).ToDictionary(register => register, _ => RegisterState.Absent);
        foreach (IGrouping<int, Document> row in documents.GroupBy(document => StressDocuments.RegisterOf(document.Key)))
        {
            RegisterState[] seen = [.. row.Select(StressDocuments.StateOf)];
            if (seen.Distinct().Count() > 1
                || row.DistinctBy(document => document.Key).Count() != seen.Length
                || (wholeRows && seen.Length != StressDocuments.RowLength))
            {
                throw new StressViolationException(
                    $"{what} saw a torn write in register {row.Key}: "
                        + string.Join(", ", row.Select(document => $"{document.Key}: {StressDocuments.StateOf(document)}")));
            }

            states[row.Key] = seen[0];
        }

        (besides ? _sideReads : _reads).Enqueue(new SnapshotRead(thread, what, states, invoked, responded));
    }

    /// <summary>Checks everything; returns null when all is well.</summary>
    public string? FindViolation()
    {
        RegisterOperation[] writes = [.. _writes];
        return new SnapshotChecker(writes).FindViolation(_reads.Concat(_sideReads))
            ?? FindDisorder(writes, _reads)
            ?? FindDisorder(writes, _sideReads);
    }

    private static string? FindDisorder(RegisterOperation[] writes, IEnumerable<SnapshotRead> reads) =>
        reads.SelectMany(read => read.States.Select(state => new RegisterOperation(
                read.Thread, state.Key, RegisterAction.Read, state.Value, Changed: null, read.Invoked, read.Responded)))
            .Concat(writes)
            .GroupBy(operation => operation.Register)
            .Select(register => RegisterChecker.FindViolation([.. register]))
            .FirstOrDefault(violation => violation is not null);
}
