using System.Numerics;
using Zvec.Engine.Columns;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A row space compiled for one kernel.</summary>
internal sealed unsafe class RowSpace<TKernel> : RowSpace
    where TKernel : struct, IRowKernel
{
    private const int ScannedTogether = 64;

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
        int* numbers = stackalloc int[ScannedTogether];
        float* distances = stackalloc float[ScannedTogether];
        for (int i = 0; i < ScannedTogether; i++)
            numbers[i] = i;
        byte* rows = block.Pointer;
        float threshold = results.Threshold;
        for (int done = 0; done < block.Count; done += ScannedTogether, rows += ScannedTogether * (long)_stride)
        {
            int count = Math.Min(block.Count - done, ScannedTogether);
            TKernel.Distances(query, rows, _stride, numbers, count, distances, _dimensions);
            for (int i = 0; i < count; i++)
            {
                if (distances[i] <= threshold)
                {
                    results.Add(distances[i], block.FirstRow + done + i);
                    threshold = results.Threshold;
                }
            }
        }
    }

    public override void Scan(VectorBlock block, byte* query, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, TopK results)
    {
        int end = block.FirstRow + block.Count;
        var rows = new VectorRows(block.Pointer - ((long)block.FirstRow * _stride), _stride, _dimensions);
        float threshold = results.Threshold;

        // one row behind the search for bits, so that its memory is on the way while the row before is scored
        int waiting = -1;
        for (int word = block.FirstRow >> 6; word < Bitmap.WordCount(end); word++)
        {
            ulong bits = first[word];
            if (!second.IsEmpty)
                bits &= second[word];
            if (word == block.FirstRow >> 6)
                bits = bits >> block.FirstRow << block.FirstRow;
            for (; bits != 0; bits &= bits - 1)
            {
                int number = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (number >= end)
                    break;
                rows.FetchSoon(number);
                if (waiting >= 0)
                    Score(waiting);
                waiting = number;
            }
        }

        if (waiting >= 0)
            Score(waiting);

        void Score(int number)
        {
            float distance = TKernel.Distance(query, rows[number], _dimensions);
            if (distance <= threshold)
            {
                results.Add(distance, number);
                threshold = results.Threshold;
            }
        }
    }

    public override void Scan(byte* rows, int* numbers, int count, byte* query, TopK results)
        => ChosenRows<TKernel>.Scan(new VectorRows(rows, _stride, _dimensions), _stride, numbers, count, query, results);

    public override void Search(
        HnswGraph graph, byte* rows, byte* query, int ef, Bitmap? accept, TopK results, CancellationToken cancellation)
        => HnswSearch<TKernel>.Search(graph, new VectorRows(rows, _stride, _dimensions), query, ef, accept, results, cancellation);

    public override HnswInserter CreateInserter(HnswConstruction construction)
        => new HnswInserter<TKernel>(construction, new VectorRows(construction.Rows, _stride, _dimensions));
}
