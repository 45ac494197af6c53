using System.Runtime.ExceptionServices;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A range of rows that threads take pieces of until none is left or one of them fails.</summary>
internal sealed class HnswBuildWork
{
    /// <summary>The most rows of a piece.</summary>
    public const int RowsAtOnce = 16;

    private readonly HnswConstruction _construction;
    private readonly Action<HnswConstruction, HnswInserter, int, int> _work;
    private readonly CancellationToken _cancellation;
    private readonly int _end;
    private long _next;
    private ExceptionDispatchInfo? _failure;

    private HnswBuildWork(
        HnswConstruction construction,
        int start,
        int end,
        Action<HnswConstruction, HnswInserter, int, int> work,
        CancellationToken cancellation)
    {
        _construction = construction;
        _work = work;
        _cancellation = cancellation;
        _next = start;
        _end = end;
    }

    /// <summary>Does the work, and returns when all of it is done.</summary>
    /// <param name="construction">What is built.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="threads">How many threads work; the calling one is among them.</param>
    /// <param name="work">Does the rows from the one given to before the other.</param>
    /// <param name="cancellation">Gives up between two pieces.</param>
    public static void Run(
        HnswConstruction construction,
        int start,
        int end,
        int threads,
        Action<HnswConstruction, HnswInserter, int, int> work,
        CancellationToken cancellation)
    {
        var shared = new HnswBuildWork(construction, start, end, work, cancellation);
        var helpers = new Thread[Math.Clamp((end - start + RowsAtOnce - 1) / RowsAtOnce, 1, threads) - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(shared.Run) { IsBackground = true, Name = "Zvec graph builder" };
            helpers[i].Start();
        }

        shared.Run();
        foreach (Thread helper in helpers)
            helper.Join();
        shared._failure?.Throw();
    }

    private void Run()
    {
        try
        {
            using HnswInserter inserter = _construction.Space.CreateInserter(_construction);
            while (Volatile.Read(ref _failure) is null)
            {
                long from = Interlocked.Add(ref _next, RowsAtOnce) - RowsAtOnce;
                if (from >= _end)
                    return;
                _cancellation.ThrowIfCancellationRequested();
                _work(_construction, inserter, (int)from, (int)Math.Min(from + RowsAtOnce, _end));
            }
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        }
    }
}
