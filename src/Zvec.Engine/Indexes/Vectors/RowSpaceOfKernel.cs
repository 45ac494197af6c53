using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A row space compiled for one kernel.</summary>
internal sealed unsafe class RowSpace<TKernel> : RowSpace
    where TKernel : struct, IRowKernel
{
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

    public override HnswInserter CreateInserter(HnswConstruction construction)
        => new HnswInserter<TKernel>(construction, All(construction.Rows));

    private VectorRows All(byte* rows) => new(rows, _stride, _dimensions);
}
