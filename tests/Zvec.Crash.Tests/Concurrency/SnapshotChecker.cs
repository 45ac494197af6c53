namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Tells whether each snapshot can have been taken at one moment.</summary>
/// <remarks>
/// A value was to be seen from the call that wrote it at the earliest, and until the end of the first call that began after that one had
/// ended and wrote something else. A snapshot needs a moment within its own time at which all that it saw was to be seen; and of a call
/// that wrote several registers it sees all or nothing. What this leaves open, in one register at a time, is for
/// <see cref="RegisterChecker"/>: there a thread that goes back finds no order.
/// </remarks>
internal sealed class SnapshotChecker
{
    private readonly Dictionary<long, RegisterOperation[]> _writesByValue;
    private readonly Dictionary<int, (long[] Invoked, RegisterOperation[] FirstEnded)> _laterWrites = [];

    /// <param name="operations">All calls on all registers.</param>
    public SnapshotChecker(IEnumerable<RegisterOperation> operations)
    {
        RegisterOperation[] writes = [.. operations.Where(operation => operation.IsWrite)];
        _writesByValue = writes.Where(write => write.Action != RegisterAction.Delete)
            .GroupBy(write => write.State.Value)
            .ToDictionary(group => group.Key, group => group.ToArray());
        foreach (IGrouping<int, RegisterOperation> register in writes.GroupBy(write => write.Register))
        {
            RegisterOperation[] ordered = [.. register.OrderBy(write => write.Invoked)];
            RegisterOperation[] firstEnded = (RegisterOperation[])ordered.Clone();
            for (int i = ordered.Length - 2; i >= 0; i--)
            {
                if (firstEnded[i + 1].Responded < firstEnded[i].Responded)
                    firstEnded[i] = firstEnded[i + 1];
            }

            _laterWrites.Add(register.Key, ([.. ordered.Select(write => write.Invoked)], firstEnded));
        }
    }

    /// <summary>Checks snapshots.</summary>
    /// <returns>Null when all is well; otherwise what contradicts what.</returns>
    public string? FindViolation(IEnumerable<SnapshotRead> snapshots) =>
        snapshots.Select(FindViolation).FirstOrDefault(violation => violation is not null);

    private string? FindViolation(SnapshotRead snapshot)
    {
        (long Time, string Reason) earliest = (snapshot.Invoked, "the beginning of the call");
        (long Time, string Reason) latest = (snapshot.Responded, "the end of the call");
        foreach ((int register, RegisterState state) in snapshot.States)
        {
            if (state.IsAbsent)
                continue;
            RegisterOperation? write = _writesByValue.GetValueOrDefault(state.Value)?.FirstOrDefault(one => one.Register == register);
            if (write is null)
                return $"{snapshot}{Environment.NewLine}  saw {state} in register {register}, which nobody wrote there.";
            if (write.Invoked > earliest.Time)
                earliest = (write.Invoked, $"{write}, which it saw");
            if (FirstToReplace(write) is { } replacing && replacing.Responded < latest.Time)
                latest = (replacing.Responded, $"{replacing}, which replaced {state} that it saw");
            if (MissedPart(snapshot, state.Value, write) is { } missed)
                return missed;
        }

        return earliest.Time <= latest.Time
            ? null
            : $"{snapshot}{Environment.NewLine}  can have been at no moment: not before {earliest.Time}, because of {earliest.Reason}"
                + $"{Environment.NewLine}  and not after {latest.Time}, because of {latest.Reason}.";
    }

    /// <summary>Of the calls that began when a write had ended and replaced what it wrote, the one that ended first.</summary>
    private RegisterOperation? FirstToReplace(RegisterOperation write)
    {
        (long[] invoked, RegisterOperation[] firstEnded) = _laterWrites[write.Register];
        int index = Array.BinarySearch(invoked, write.Responded);
        index = index < 0 ? ~index : index + 1;
        return index < firstEnded.Length ? firstEnded[index] : null;
    }

    private string? MissedPart(SnapshotRead snapshot, long value, RegisterOperation seen)
    {
        foreach (RegisterOperation part in _writesByValue[value])
        {
            if (part.Register == seen.Register || !snapshot.States.TryGetValue(part.Register, out RegisterState other) || other.IsAbsent)
                continue;
            RegisterOperation? older = _writesByValue.GetValueOrDefault(other.Value)?.FirstOrDefault(one => one.Register == part.Register);
            if (older is not null && older.Responded < part.Invoked)
            {
                return $"{snapshot}{Environment.NewLine}  saw one part of a call and not another: {seen}{Environment.NewLine}"
                    + $"  and still {older}, which {part} replaced.";
            }
        }

        return null;
    }
}
