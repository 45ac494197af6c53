using BenchmarkDotNet.Attributes;
using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Benchmarks.Kernels;

/// <summary>Distances of one float vector to 1,024 others that lie one after another, seed 1; figures are per distance. At 100 dimensions
/// the rows stay in the second-level cache, at 768 they do not fit it everywhere.</summary>
public unsafe class DistanceBenchmarks : IDisposable
{
    private const int Rows = 1024;

    private NativeBuffer _rows = null!;
    private int _stride;

    [Params(100, 768)]
    public int Dimensions { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var layout = new VectorRowLayout(VectorType.Float32, Dimensions, HasNorm: true);
        _stride = layout.Stride;
        _rows = new NativeBuffer(((long)(Rows + 1) * _stride) + VectorRowLayout.Slack);
        var random = new Random(1);
        for (int row = 0; row <= Rows; row++)
        {
            var elements = new Span<float>(_rows.Pointer + ((long)row * _stride), Dimensions);
            double squares = 0;
            foreach (ref float element in elements)
            {
                element = random.NextSingle() - 0.5f;
                squares += element * element;
            }

            *(float*)(_rows.Pointer + ((long)row * _stride) + layout.NormOffset) = (float)(1 / Math.Sqrt(squares));
        }
    }

    [GlobalCleanup]
    public void Dispose() => _rows.Dispose();

    [Benchmark(OperationsPerInvoke = Rows)]
    public float L2() => Sum<L2Kernel<Float32Elements>>();

    [Benchmark(OperationsPerInvoke = Rows)]
    public float InnerProduct() => Sum<InnerProductKernel<Float32Elements>>();

    [Benchmark(OperationsPerInvoke = Rows)]
    public float Cosine() => Sum<CosineKernel<Float32Elements>>();

    [Benchmark(OperationsPerInvoke = Rows)]
    public float CosineOfMany()
    {
        int* numbers = stackalloc int[Rows];
        float* distances = stackalloc float[Rows];
        for (int i = 0; i < Rows; i++)
            numbers[i] = i + 1;
        CosineKernel<Float32Elements>.Distances(_rows.Pointer, _rows.Pointer, _stride, numbers, Rows, distances, Dimensions);
        return distances[Rows - 1];
    }

    private float Sum<TKernel>()
        where TKernel : struct, IVectorKernel
    {
        byte* query = _rows.Pointer;
        float sum = 0;
        for (int row = 1; row <= Rows; row++)
            sum += TKernel.Distance(query, query + ((long)row * _stride), Dimensions);
        return sum;
    }
}
