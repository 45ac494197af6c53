using System.Runtime.ExceptionServices;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Numbers from 0 upwards that threads take pieces of until none is left or one of them fails.</summary>
internal sealed class SharedWork
{
    private readonly int _count;
    private readonly int _piece;
    private readonly Func<Action<int, int>> _begin;
    private readonly CancellationToken _cancellation;
    private long _next;
    private ExceptionDispatchInfo? _failure;

    private SharedWork(int count, int piece, Func<Action<int, int>> begin, CancellationToken cancellation)
    {
        _count = count;
        _piece = piece;
        _begin = begin;
        _cancellation = cancellation;
    }

    /// <summary>Works on all numbers, and returns when that is done.</summary>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="piece">How many a thread takes at once.</param>
    /// <param name="threads">How many threads work; the calling one is among them.</param>
    /// <param name="begin">Called on each thread; returns what works on the numbers from one up to another.</param>
    /// <param name="cancellation">Gives up between two pieces.</param>
    public static void Run(int count, int piece, int threads, Func<Action<int, int>> begin, CancellationToken cancellation)
    {
        var work = new SharedWork(count, piece, begin, cancellation);
        var helpers = new Thread[Math.Min(threads - 1, Math.Max(0, (count - 1) / piece))];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(work.Take) { IsBackground = true, Name = "Zvec index builder" };
            helpers[i].Start();
        }

        work.Take();
        foreach (Thread helper in helpers)
            helper.Join();
        work._failure?.Throw();
    }

    private void Take()
    {
        try
        {
            Action<int, int> work = _begin();
            while (Volatile.Read(ref _failure) is null)
            {
                long from = Interlocked.Add(ref _next, _piece) - _piece;
                if (from >= _count)
                    return;
                _cancellation.ThrowIfCancellationRequested();
                work((int)from, (int)Math.Min(from + _piece, _count));
            }
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        }
    }
}
