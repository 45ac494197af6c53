using BenchmarkDotNet.Attributes;
using Zvec.Engine.Primitives;

namespace Zvec.Benchmarks.Kernels;

/// <summary>Set operations on the rows of a large segment: one million rows, each in the set with the given share, seed 1.</summary>
public class BitmapBenchmarks
{
    private const int Rows = 1_000_000;

    private Bitmap _left = null!;
    private Bitmap _right = null!;

    [Params(0.01, 0.5)]
    public double Share { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        _left = RandomRows(random);
        _right = RandomRows(random);
    }

    [Benchmark]
    public void And() => _left.And(_right);

    [Benchmark]
    public int CountSet() => _right.CountSet();

    [Benchmark]
    public int Walk()
    {
        int sum = 0;
        for (int row = _right.NextSet(0); row >= 0; row = _right.NextSet(row + 1))
            sum += row;
        return sum;
    }

    private Bitmap RandomRows(Random random)
    {
        var bitmap = new Bitmap(Rows);
        for (int row = 0; row < Rows; row++)
            bitmap[row] = random.NextDouble() < Share;
        return bitmap;
    }
}
