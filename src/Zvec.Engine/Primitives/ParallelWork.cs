using System.Runtime.ExceptionServices;

namespace Zvec.Engine.Primitives;

/// <summary>Items that the calling thread and, as far as the thread pool has some to spare, others work on side by side. The caller
/// waits for
/// no thread that has not begun: beside many callers each does its own work.</summary>
internal sealed class ParallelWork : IThreadPoolWorkItem
{
    private readonly int _count;
    private readonly Action<int> _work;
    private int _next;
    private int _done;
    private ExceptionDispatchInfo? _failure;

    private ParallelWork(int count, Action<int> work)
    {
        _count = count;
        _work = work;
    }

    /// <summary>Works on all items, and returns when that is done.</summary>
    /// <param name="count">How many items there are.</param>
    /// <param name="threads">How many threads may work, the caller's included.</param>
    /// <param name="work">Works on the item of a number, from 0. The first failure is thrown, and what has not begun by then is left
    /// out.</param>
    public static void Run(int count, int threads, Action<int> work)
    {
        int helpers = Math.Min(threads, count) - 1;
        if (helpers <= 0)
        {
            for (int i = 0; i < count; i++)
                work(i);
            return;
        }

        var shared = new ParallelWork(count, work);
        for (int i = 0; i < helpers; i++)
            ThreadPool.UnsafeQueueUserWorkItem(shared, preferLocal: false);
        shared.Execute();
        var wait = default(SpinWait);
        while (Volatile.Read(ref shared._done) < count)
            wait.SpinOnce(sleep1Threshold: -1); // what is left takes less than a sleep
        shared._failure?.Throw();
    }

    /// <summary>Takes items until none is left.</summary>
    public void Execute()
    {
        while (true)
        {
            int item = Interlocked.Increment(ref _next) - 1;
            if (item >= _count)
                return;
            try
            {
                if (Volatile.Read(ref _failure) is null)
                    _work(item);
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            }
            finally
            {
                Interlocked.Increment(ref _done);
            }
        }
    }
}
