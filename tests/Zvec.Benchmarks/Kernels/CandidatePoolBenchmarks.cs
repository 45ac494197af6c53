using BenchmarkDotNet.Attributes;
using Zvec.Engine.Primitives;

namespace Zvec.Benchmarks.Kernels;

/// <summary>What a graph search asks of its candidate pool: 4,000 distances that shrink as those of a walk do, seed 1, of which those below
/// the worst are inserted, and the nearest open row is taken after every 16; figures are per distance.</summary>
public class CandidatePoolBenchmarks : IDisposable
{
    private const int Distances = 4000;
    private const int Batch = 16;

    private readonly float[] _distances = new float[Distances];
    private readonly CandidatePool _pool = new();

    [Params(10, 100, 400)]
    public int Ef { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        for (int i = 0; i < Distances; i++)
            _distances[i] = 0.2f + (random.NextSingle() * (0.2f + (100f / (i + 100))));
    }

    [GlobalCleanup]
    public void Dispose() => _pool.Dispose();

    [Benchmark(OperationsPerInvoke = Distances)]
    public int InsertAndTake()
    {
        _pool.Reset(Ef);
        int taken = 0;
        for (int i = 0; i < Distances; i++)
        {
            if (_distances[i] < _pool.Worst)
                _pool.Insert(_distances[i], i);
            if (i % Batch == Batch - 1 && _pool.Take() >= 0)
                taken++;
        }

        return taken;
    }
}
