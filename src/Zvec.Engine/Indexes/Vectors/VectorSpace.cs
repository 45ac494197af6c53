using Zvec.Engine.Columns;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>One metric over vectors of one form.</summary>
internal abstract unsafe class VectorSpace
{
    private protected VectorSpace(VectorRowLayout layout, Metric metric, RowSpace rows)
    {
        Layout = layout;
        Metric = metric;
        Rows = rows;
    }

    public VectorRowLayout Layout { get; }

    public Metric Metric { get; }

    /// <summary>The space for a form of rows and a metric. Keep it; it is cheap but not free.</summary>
    public static VectorSpace For(VectorRowLayout layout, Metric metric)
    {
        if (metric == Metric.Cosine && !layout.HasNorm)
            throw new ArgumentException($"The cosine metric needs rows with norms, and {layout} has none.", nameof(layout));
        return layout.Type switch
        {
            VectorType.Float32 => Create<Float32Elements>(layout, metric),
            VectorType.Float16 => Create<Float16Elements>(layout, metric),
            VectorType.Int8 => Create<Int8Elements>(layout, metric),
            VectorType.Binary when metric == Metric.Hamming => new VectorSpace<BitHammingKernel>(layout, metric),
            VectorType.Binary => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Bits have only the Hamming distance."),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout.Type, "There is no such vector type."),
        };
    }

    /// <summary>The vectors as rows in memory.</summary>
    public RowSpace Rows { get; }

    /// <summary>The distance of two vectors in single precision; smaller is nearer, always finite.</summary>
    public float Distance(byte* a, byte* b) => Rows.Distance(a, b);

    /// <summary>The distance of two vectors in double precision.</summary>
    public abstract double ExactDistance(byte* a, byte* b);

    private static VectorSpace Create<TElements>(VectorRowLayout layout, Metric metric)
        where TElements : struct, IElements
        => metric switch
        {
            Metric.L2 => new VectorSpace<L2Kernel<TElements>>(layout, metric),
            Metric.InnerProduct => new VectorSpace<InnerProductKernel<TElements>>(layout, metric),
            Metric.Cosine => new VectorSpace<CosineKernel<TElements>>(layout, metric),
            Metric.Hamming => new VectorSpace<HammingKernel<TElements>>(layout, metric),
            Metric.Manhattan => new VectorSpace<ManhattanKernel<TElements>>(layout, metric),
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such metric."),
        };
}
