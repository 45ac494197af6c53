using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Gives each node of a graph to be built its highest level: that of the reused graph, or one drawn from the seed and the row
/// number
/// alone, which is l or higher with probability M^−l.</summary>
internal static unsafe class HnswLevels
{
    /// <summary>Fills the levels and upper starts, which are zeros.</summary>
    /// <returns>The graph's shape, and the carried node that is on the highest level; the entry point when none is carried.</returns>
    public static (HnswShape Shape, int FirstNode) Assign(
        byte* levels, int* upperStarts, HnswShape empty, Bitmap? present, ReusedGraph? reused, Bitmap? carried, ulong seed)
    {
        if (reused is not null)
        {
            for (int row = 0; row < reused.NewRows.Length; row++)
            {
                if (reused.NewRows[row] >= 0)
                    levels[reused.NewRows[row]] = reused.Graph.Pointers.Levels[row];
            }
        }

        double scale = 1 / Math.Log(empty.M);
        int firstCarried = HnswGraph.NoRow;
        int highest = HnswGraph.NoRow;
        int upperLists = 0;
        for (int row = 0; row < empty.Count; row++)
        {
            upperStarts[row] = upperLists;
            if (present is not null && !present[row])
            {
                levels[row] = 0;
                continue;
            }

            if (carried is not null && carried[row])
            {
                if (firstCarried < 0 || levels[row] > levels[firstCarried])
                    firstCarried = row;
            }
            else
            {
                double chance = ((Mix(seed + (ulong)row) >> 11) + 1) * (1.0 / (1UL << 53));
                levels[row] = (byte)Math.Min((int)(-Math.Log(chance) * scale), HnswGraph.HighestLevel);
                if (highest < 0 || levels[row] > levels[highest])
                    highest = row;
            }

            upperLists = checked(upperLists + levels[row]);
        }

        int entryPoint = firstCarried >= 0 && (highest < 0 || levels[firstCarried] >= levels[highest]) ? firstCarried : highest;
        HnswShape shape =
            empty with { EntryPoint = entryPoint, TopLevel = entryPoint < 0 ? 0 : levels[entryPoint], UpperLists = upperLists };
        return (shape, firstCarried < 0 ? entryPoint : firstCarried);
    }

    /// <summary>Scatters a number over all 64 bits (the finalizer of SplitMix64, by Steele, Lea and Flood).</summary>
    private static ulong Mix(ulong number)
    {
        number += 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}
