using BenchmarkDotNet.Attributes;
using Zvec.Engine.Primitives;

namespace Zvec.Benchmarks.Kernels;

/// <summary>What a graph search asks of its visited set: it forgets the search before, then marks 4,000 rows of a segment in no order, of
/// which a third come again, seed 1; figures are per mark. The set of the smaller segment stays in the second-level cache, the other does
/// not.</summary>
public class VisitedSetBenchmarks : IDisposable
{
    private const int Marks = 4000;

    private int[] _rows = [];
    private VisitedSet _visited = null!;

    [Params(100_000, 10_000_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        _rows = new int[Marks];
        for (int i = 0; i < Marks; i++)
            _rows[i] = i > 0 && i % 3 == 0 ? _rows[random.Next(i)] : random.Next(Rows);
        _visited = new VisitedSet(Rows);
    }

    [GlobalCleanup]
    public void Dispose() => _visited.Dispose();

    [Benchmark(OperationsPerInvoke = Marks)]
    public int ResetAndMark()
    {
        _visited.Reset();
        int isNew = 0;
        foreach (int row in _rows)
            isNew += _visited.Mark(row);
        return isNew;
    }
}
