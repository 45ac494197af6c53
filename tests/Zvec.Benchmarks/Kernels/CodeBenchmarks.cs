using BenchmarkDotNet.Attributes;
using Zvec.Engine;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;

namespace Zvec.Benchmarks.Kernels;

/// <summary>Codes of random vectors under the cosine metric, seed 1: a scan of 1,024 (in the second-level cache) or 1,000,000 of them (in
/// no cache), and the encoding of a vector. Figures are per row.</summary>
public unsafe class CodeBenchmarks : IDisposable
{
    private NativeBuffer _rows = null!;
    private NativeBuffer _query = null!;
    private Quantizer _quantizer = null!;
    private RowSpace _space = null!;
    private float[] _vector = null!;
    private readonly TopK _results = new(10);

    [Params(Quantization.Float16, Quantization.Int8, Quantization.Int4)]
    public Quantization Codes { get; set; }

    [Params(100, 768)]
    public int Dimensions { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        _vector = [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)];
        _quantizer = Quantizer.Create(new QuantizerForm(Codes, Metric.Cosine, Dimensions, IsRotated: false), new float[Dimensions]);
        _space = CodeSpace.For(_quantizer);
        _query = new NativeBuffer(_quantizer.QueryBytes);
        _quantizer.EncodeQuery(_vector, _query.Slice(0, _quantizer.QueryBytes));
        _rows = new NativeBuffer(1_000_000L * _quantizer.Stride);
        float[] vector = new float[Dimensions];
        for (int row = 0; row < 1_000_000; row++)
        {
            // copies, as encoding so many takes long and what they are does not matter
            if (row < 1024)
            {
                foreach (ref float element in vector.AsSpan())
                    element = random.NextSingle() - 0.5f;
                _quantizer.Encode(vector, _rows.Slice((long)row * _quantizer.Stride, _quantizer.Stride));
            }
            else
            {
                _rows.Slice((long)(row % 1024) * _quantizer.Stride, _quantizer.Stride)
                    .CopyTo(_rows.Slice((long)row * _quantizer.Stride, _quantizer.Stride));
            }
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _rows.Dispose();
        _query.Dispose();
    }

    [Benchmark(OperationsPerInvoke = 1024)]
    public int ScanCached() => Scan(1024);

    [Benchmark(OperationsPerInvoke = 1_000_000)]
    public int ScanMemory() => Scan(1_000_000);

    [Benchmark]
    public void Encode() => _quantizer.Encode(_vector, _rows.Slice(0, _quantizer.Stride));

    private int Scan(int count)
    {
        _results.Reset(10);
        _space.Scan(new VectorBlock(_rows.Pointer, 0, count), _query.Pointer, _results);
        return _results.Count;
    }
}
