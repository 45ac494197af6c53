using Zvec.Engine.Columns;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Checks what <see cref="HnswReader"/> does not need to know of a graph: that it is one of a column's vectors.</summary>
internal static unsafe class HnswChecker
{
    /// <summary>Looks at every link.</summary>
    /// <param name="graph">The graph, of as many rows as the column.</param>
    /// <param name="column">The vectors that it is of.</param>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindProblem(HnswGraph graph, VectorColumn column)
    {
        HnswShape shape = graph.Shape;
        if (shape.EntryPoint < 0)
        {
            int count = column.Present?.CountSet() ?? column.Count;
            return count > 0 ? $"it has no entry point to {count} vectors" : null;
        }

        if (!column.HasVector(shape.EntryPoint))
            return $"its entry point {shape.EntryPoint} has no vector";
        for (int row = 0; row < shape.Count; row++)
        {
            for (int level = 0; level <= graph.Pointers.Levels[row]; level++)
            {
                var links = new ReadOnlySpan<int>(graph.Pointers.Links(level, row), graph.Pointers.Places(level));
                if (FindProblem(links, row, level, column) is { } problem)
                    return problem;
            }
        }

        return null;
    }

    private static string? FindProblem(ReadOnlySpan<int> links, int row, int level, VectorColumn column)
    {
        int end = links.IndexOf(HnswGraph.NoRow);
        if (end >= 0 && links[end..].ContainsAnyExcept(HnswGraph.NoRow))
            return $"row {row} has free places between its links on level {level}";
        ReadOnlySpan<int> rows = end < 0 ? links : links[..end];
        if (!rows.IsEmpty && !column.HasVector(row))
            return $"row {row} has no vector and links on level {level}";
        foreach (int link in rows)
        {
            if (link == row || !column.HasVector(link))
                return $"row {row} links to {link} on level {level}, which is itself or has no vector";
        }

        return null;
    }
}
