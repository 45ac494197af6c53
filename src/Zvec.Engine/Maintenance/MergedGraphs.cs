using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Maintenance;

/// <summary>What becomes of the graphs of segments that are merged: the largest one of a field is built upon, the others are of use only
/// until the new one is built.</summary>
internal static class MergedGraphs
{
    /// <summary>The largest graph of a field, with the places of its rows in the merged segment; null when the sources have none.</summary>
    /// <param name="sources">The segments merged, in the order of their rows in the new one.</param>
    /// <param name="vector">The field.</param>
    public static ReusedGraph? FindReusable(IReadOnlyList<MergeSource> sources, VectorSchema vector)
    {
        if (FindLargest(sources, vector) is not { } largest || largest.State.Segment.FindGraph(vector.Id) is not { } graph)
            return null;
        int newRow = 0;
        foreach (MergeSource before in sources.TakeWhile(source => source != largest))
            newRow += before.Rows.Length;
        int[] newRows = new int[graph.Count];
        Array.Fill(newRows, HnswGraph.NoRow);
        foreach (int row in largest.Rows)
            newRows[row] = newRow++;
        return new ReusedGraph(graph, newRows);
    }

    /// <summary>Whether searches win when the merged segment takes the place of its sources before its graphs are built: while it grows,
    /// the graph serves rows of sources that have none, and not yet those of sources whose graphs are not built upon.</summary>
    public static bool ServeFewer(IReadOnlyList<MergeSource> sources, CollectionSchema schema)
    {
        long scanned = 0;
        long lost = 0;
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (GraphParameters.For(vector) is not { } parameters)
                continue;
            bool isReused = FindReusable(sources, vector)?.IsWorthwhile(parameters.M, parameters.EfConstruction) == true;
            MergeSource? reused = isReused ? FindLargest(sources, vector) : null;
            foreach (MergeSource source in sources.Where(source => source != reused))
            {
                if (source.State.Segment.FindGraph(vector.Id) is null)
                    scanned += source.Rows.Length;
                else
                    lost += source.Rows.Length;
            }
        }

        return lost < scanned;
    }

    private static MergeSource? FindLargest(IReadOnlyList<MergeSource> sources, VectorSchema vector) =>
        sources.Where(source => source.State.Segment.FindGraph(vector.Id) is not null).MaxBy(source => source.Rows.Length);
}
