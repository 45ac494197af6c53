using System.Runtime.Intrinsics;
using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A row space compiled for one kernel.</summary>
internal sealed unsafe class RowSpace<TKernel> : RowSpace
    where TKernel : struct, IRowKernel
{
    /// <summary>Rows up to so many bytes are scanned several at a time; of longer ones the processor fetches
    /// enough ahead by itself.</summary>
    private const int LongestTogether = 256;

    /// <summary>Bytes of rows that are measured at once.</summary>
    private const int PieceBytes = 2048;

    /// <summary>How far ahead of them memory is fetched: reading from several rows by turns hides from the processor that memory is read
    /// in order.</summary>
    private const int BytesAhead = 4096;

    private const int MostTogether = 16;

    private readonly int _dimensions;
    private readonly int _stride;

    public RowSpace(int dimensions, int stride)
        : base(dimensions, stride)
    {
        _dimensions = dimensions;
        _stride = stride;
    }

    public override float Distance(byte* query, byte* row) => TKernel.Distance(query, row, _dimensions);

    public override void Scan(VectorBlock block, byte* query, TopK results)
    {
        if (_stride <= LongestTogether)
            ScanTogether(block, query, results);
        else
            ScanOneByOne(block, query, results);
    }

    public override void Scan(VectorBlock block, byte* query, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, TopK results)
        => FilteredScan<TKernel>.Scan(
            All(block.Pointer - ((long)block.FirstRow * _stride)), block.FirstRow, block.Count, query, first, second, results);

    public override void Search(HnswGraph graph, byte* rows, byte* query, int ef, TopK results, CancellationToken cancellation)
        => HnswSearch<TKernel>.Search(graph, All(rows), query, ef, results, cancellation);

    public override bool Search(
        HnswGraph graph,
        byte* rows,
        byte* query,
        int ef,
        Bitmap accept,
        FilterPlan plan,
        TopK results,
        CancellationToken cancellation)
    {
        SearchCosts? costs = graph.CostsOf(this);
        if (costs is null || costs.IsOutdated())
        {
            SearchCosts measured = SearchCostProbe<TKernel>.Measure(this, graph, All(rows), query);
            costs = graph.Keep(costs is null ? measured : measured.After(costs));
        }

        return HnswFilteredSearch<TKernel>.Search(graph, All(rows), query, ef, accept, costs, plan, results, cancellation);
    }

    public override void Scan(byte* rows, int* numbers, int count, byte* query, TopK results)
        => ChosenRows<TKernel>.Scan(All(rows), _stride, numbers, count, query, results);

    public override HnswInserter CreateInserter(HnswConstruction construction)
        => new HnswInserter<TKernel>(construction, All(construction.Rows));

    private void ScanTogether(VectorBlock block, byte* query, TopK results)
    {
        int together = Math.Clamp(PieceBytes / _stride & ~3, 4, MostTogether);
        int* numbers = stackalloc int[MostTogether];
        float* distances = stackalloc float[MostTogether];
        for (int i = 0; i < MostTogether; i++)
            numbers[i] = i;
        byte* rows = block.Pointer;
        float threshold = results.Threshold;
        for (int done = 0; done < block.Count; done += together, rows += together * _stride)
        {
            Prefetch.LinesInOrder(rows + BytesAhead, together * _stride);
            int count = Math.Min(block.Count - done, together);
            TKernel.Distances(query, rows, _stride, numbers, count, distances, _dimensions);
            for (int i = 0; i < count; i += 4)
            {
                // what stands behind the last distance is looked at and not taken
                if (!Vector128.LessThanOrEqualAny(Vector128.Load(distances + i), Vector128.Create(threshold)))
                    continue;
                for (int near = i; near < Math.Min(i + 4, count); near++)
                {
                    if (distances[near] <= threshold)
                        results.Add(distances[near], block.FirstRow + done + near);
                }

                threshold = results.Threshold;
            }
        }
    }

    private void ScanOneByOne(VectorBlock block, byte* query, TopK results)
    {
        byte* row = block.Pointer;
        float threshold = results.Threshold;
        for (int number = block.FirstRow, end = block.FirstRow + block.Count; number < end; number++, row += _stride)
        {
            float distance = TKernel.Distance(query, row, _dimensions);
            if (distance <= threshold)
            {
                results.Add(distance, number);
                threshold = results.Threshold;
            }
        }
    }

    private VectorRows All(byte* rows) => new(rows, _stride, _dimensions);
}
