namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Tells whether calls on one register can be put in an order that respects their times and in which each one answers as it did:
/// whether they are linearizable.</summary>
/// <remarks>The search of Wing and Gong with Lowe's memory of what was tried: it is exact, and quick as long as few calls run at once. As
/// registers are objects of their own, a history is linearizable when the calls on each of them are.</remarks>
internal static class RegisterChecker
{
    private const int ShownOperations = 12;

    /// <summary>Checks the calls on one register.</summary>
    /// <param name="operations">The calls, in any order.</param>
    /// <returns>Null when they are linearizable; otherwise what could not be explained, and the calls around it.</returns>
    public static string? FindViolation(IReadOnlyCollection<RegisterOperation> operations)
    {
        RegisterOperation[] calls = [.. operations.OrderBy(operation => operation.Invoked)];
        UInt128[] marks = Marks(calls.Length);
        Event head = Events(calls);
        var tried = new HashSet<(UInt128 Taken, RegisterState State)>();
        var taken = new Stack<(Event Call, RegisterState Before)>();
        RegisterState state = RegisterState.Absent;
        UInt128 takenMark = 0;
        int best = -1;
        RegisterOperation? obstacle = null;
        Event? current = head.Next;
        while (head.Next is not null)
        {
            if (current!.IsCall)
            {
                RegisterOperation call = calls[current.Index];
                if (call.TryApply(state, out RegisterState next) && tried.Add((takenMark ^ marks[current.Index], next)))
                {
                    taken.Push((current, state));
                    state = next;
                    takenMark ^= marks[current.Index];
                    current.Remove();
                    current = head.Next;
                }
                else
                {
                    current = current.Next;
                }

                continue;
            }

            // A call has ended before it could take effect: what was chosen last was wrong.
            if (taken.Count > best)
                (best, obstacle) = (taken.Count, calls[current.Index]);
            if (taken.Count == 0)
                return Describe(calls, obstacle!);
            (Event last, state) = taken.Pop();
            takenMark ^= marks[last.Index];
            last.PutBack();
            current = last.Next;
        }

        return null;
    }

    private static UInt128[] Marks(int count)
    {
        var random = new Random(1);
        UInt128[] marks = new UInt128[count];
        for (int i = 0; i < count; i++)
            marks[i] = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64());
        return marks;
    }

    /// <summary>A list of all beginnings and ends, by time, behind an element of its own.</summary>
    private static Event Events(RegisterOperation[] calls)
    {
        var all = new List<(long Time, Event Event)>(calls.Length * 2);
        for (int i = 0; i < calls.Length; i++)
        {
            var end = new Event(i, null);
            all.Add((calls[i].Invoked, new Event(i, end)));
            all.Add((calls[i].Responded, end));
        }

        // at the same time beginnings come first: such calls overlap
        all.Sort((left, right) =>
        {
            int order = left.Time.CompareTo(right.Time);
            return order != 0 ? order : right.Event.IsCall.CompareTo(left.Event.IsCall);
        });
        var head = new Event(-1, null);
        Event last = head;
        foreach ((_, Event next) in all)
        {
            last.Next = next;
            next.Previous = last;
            last = next;
        }

        return head;
    }

    private static string Describe(RegisterOperation[] calls, RegisterOperation obstacle)
    {
        IEnumerable<RegisterOperation> before = calls.Where(call => call.Invoked <= obstacle.Responded).TakeLast(ShownOperations);
        IEnumerable<RegisterOperation> writer = calls.Where(call => call.IsWrite && call.State.Value == obstacle.State.Value);
        return $"No order explains this call: {obstacle}{Environment.NewLine}  the calls before and beside it:{Environment.NewLine}    "
            + string.Join(Environment.NewLine + "    ", writer.Concat(before).Distinct());
    }

    /// <summary>The beginning of a call, which knows its end, or an end.</summary>
    private sealed class Event(int index, Event? end)
    {
        public int Index => index;

        public bool IsCall => end is not null;

        public Event? Previous { get; set; }

        public Event? Next { get; set; }

        /// <summary>Takes a call out of the list, with its end.</summary>
        public void Remove()
        {
            Unlink(this);
            Unlink(end!);
        }

        /// <summary>Undoes the last <see cref="Remove"/>.</summary>
        public void PutBack()
        {
            Link(end!);
            Link(this);
        }

        private static void Unlink(Event one)
        {
            one.Previous!.Next = one.Next;
            if (one.Next is { } next)
                next.Previous = one.Previous;
        }

        private static void Link(Event one)
        {
            one.Previous!.Next = one;
            if (one.Next is { } next)
                next.Previous = one;
        }
    }
}
