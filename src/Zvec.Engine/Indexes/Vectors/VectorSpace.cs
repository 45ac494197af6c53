using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>One metric over rows of one form. Its methods do a whole piece of work each, so that everything inside is compiled for the
/// kernel and no distance costs a virtual call.</summary>
internal abstract unsafe class VectorSpace
{
    private protected VectorSpace(VectorRowLayout layout, Metric metric)
    {
        Layout = layout;
        Metric = metric;
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
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout.Type, "There is no such vector type."),
        };
    }

    /// <summary>The distance of two rows in single precision; smaller is nearer, always finite.</summary>
    public abstract float Distance(byte* a, byte* b);

    /// <summary>The distance of two rows in double precision.</summary>
    public abstract double ExactDistance(byte* a, byte* b);

    /// <summary>Shows every row of a block to <paramref name="results"/>.</summary>
    public abstract void Scan(VectorBlock block, byte* query, TopK results);

    /// <summary>Shows the rows of a block whose bits are set to <paramref name="results"/>.</summary>
    /// <param name="block">The rows.</param>
    /// <param name="query">An encoded query.</param>
    /// <param name="first">A bit for each row of the column, 64 a word.</param>
    /// <param name="second">More such words, both of whose bits must be set; empty for none.</param>
    /// <param name="results">Where the rows go.</param>
    public abstract void Scan(VectorBlock block, byte* query, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, TopK results);

    /// <summary>Walks a graph; see <see cref="VectorSearch.Hnsw"/>.</summary>
    public abstract void Search(
        HnswGraph graph, byte* rows, byte* query, int ef, Bitmap? accept, TopK results, CancellationToken cancellation);

    /// <summary>Links rows into a graph that is being built; see <see cref="HnswBuilder"/>.</summary>
    public abstract HnswInserter CreateInserter(HnswConstruction construction);

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
