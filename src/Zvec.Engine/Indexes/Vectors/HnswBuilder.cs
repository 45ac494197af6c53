using System.Runtime.ExceptionServices;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Builds the graph of a column. With one thread the same rows, settings and seed give the same graph.</summary>
internal static class HnswBuilder
{
    // So many rows are linked by one thread before others join, as rows that are linked at the same moment do not see each other.
    private const int AloneCount = 512;
    private const int RowsAtOnce = 16;

    /// <param name="space">The metric; of the column's layout.</param>
    /// <param name="column">The rows, all in one block of memory: a <see cref="MappedVectorColumn"/>.</param>
    /// <param name="m">Links of a node; see <see cref="HnswIndexOptions.M"/>.</param>
    /// <param name="efConstruction">See <see cref="HnswIndexOptions.EfConstruction"/>.</param>
    /// <param name="threads">How many threads link rows; the calling one is among them.</param>
    /// <param name="seed">Determines the nodes' levels.</param>
    /// <param name="cancellation">Gives the graph up between two rows.</param>
    public static HnswGraph Build(
        VectorSpace space, VectorColumn column, int m, int efConstruction, int threads, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(efConstruction, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (space.Layout != column.Layout)
            throw new ArgumentException($"The space is for rows of {space.Layout} and the column has {column.Layout}.", nameof(space));
        int count = column.Count;
        if (count > 0 && column.BlockAt(0).Count != count)
            throw new ArgumentException("A graph is built only over rows that lie in one block of memory.", nameof(column));

        var construction = new HnswConstruction(column, m, efConstruction, seed);
        try
        {
            int alone = threads == 1 ? count : Math.Min(count, AloneCount);
            var first = new Worker(space, construction, 0, alone, cancellation);
            first.Run();
            first.ThrowIfFailed();
            if (alone < count)
                RunTogether(space, construction, alone, count, threads, cancellation);
            return construction.Finish();
        }
        catch
        {
            construction.Dispose();
            throw;
        }
    }

    private static void RunTogether(
        VectorSpace space, HnswConstruction construction, int start, int end, int threads, CancellationToken cancellation)
    {
        var shared = new Worker(space, construction, start, end, cancellation);
        var helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(shared.Run) { IsBackground = true, Name = "Zvec graph builder" };
            helpers[i].Start();
        }

        shared.Run();
        foreach (Thread helper in helpers)
            helper.Join();
        shared.ThrowIfFailed();
    }

    /// <summary>A range of rows that threads take pieces of until none is left or one of them fails.</summary>
    private sealed class Worker(VectorSpace space, HnswConstruction construction, int start, int end, CancellationToken cancellation)
    {
        private long _next = start;
        private ExceptionDispatchInfo? _failure;

        public void Run()
        {
            try
            {
                using HnswInserter inserter = space.CreateInserter(construction);
                while (Volatile.Read(ref _failure) is null)
                {
                    long from = Interlocked.Add(ref _next, RowsAtOnce) - RowsAtOnce;
                    if (from >= end)
                        return;
                    for (int row = (int)from; row < Math.Min(from + RowsAtOnce, end); row++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        if (construction.Present is null || construction.Present[row])
                            inserter.Insert(row);
                    }
                }
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            }
        }

        public void ThrowIfFailed() => _failure?.Throw();
    }
}
