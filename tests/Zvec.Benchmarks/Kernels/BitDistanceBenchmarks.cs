using BenchmarkDotNet.Attributes;
using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Benchmarks.Kernels;

/// <summary>Hamming distances of one vector of bits to 1,024 others that lie one after another, seed 1; figures are per distance.</summary>
public unsafe class BitDistanceBenchmarks : IDisposable
{
    private const int Rows = 1024;

    private NativeBuffer _rows = null!;
    private int _stride;

    [Params(256, 1024)]
    public int Dimensions { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _stride = new VectorRowLayout(VectorType.Binary, Dimensions, HasNorm: false).Stride;
        _rows = new NativeBuffer(((long)(Rows + 1) * _stride) + VectorRowLayout.Slack);
        new Random(1).NextBytes(_rows.Slice(0, (Rows + 1) * _stride));
    }

    [GlobalCleanup]
    public void Dispose() => _rows.Dispose();

    [Benchmark(OperationsPerInvoke = Rows)]
    public float OneByOne()
    {
        float sum = 0;
        for (int row = 1; row <= Rows; row++)
            sum += BitHammingKernel.Distance(_rows.Pointer, _rows.Pointer + ((long)row * _stride), Dimensions);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public float OfMany()
    {
        int* numbers = stackalloc int[Rows];
        float* distances = stackalloc float[Rows];
        for (int i = 0; i < Rows; i++)
            numbers[i] = i + 1;
        BitHammingKernel.Distances(_rows.Pointer, _rows.Pointer, _stride, numbers, Rows, distances, Dimensions);
        return distances[Rows - 1];
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public int InWords()
    {
        int sum = 0;
        for (int row = 1; row <= Rows; row++)
            sum += BitDifferences.CountWords(_rows.Pointer, _rows.Pointer + ((long)row * _stride), Dimensions / 8);
        return sum;
    }
}
