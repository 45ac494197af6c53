using Zvec.Engine.Primitives;

namespace Zvec.Engine.Filters;

/// <summary>The key is one of some: each is looked up where the segment can, instead of a look at every row.</summary>
/// <param name="keys">The keys, as objects of the key's type.</param>
/// <param name="scan">The same condition for segments that cannot.</param>
internal sealed class BoundKeys(object[] keys, BoundValue scan) : BoundFilter
{
    /// <summary>What it takes to look a key up, in units of one value compared in a vectorised scan.</summary>
    private const double KeyCost = 400;

    /// <summary>Keys between two looks at whether to stop; a power of two.</summary>
    private const int GlanceKeys = 1 << 10;

    public override void Narrow(IFilterSource source, Bitmap rows)
    {
        if (!IsLookedUp(source))
        {
            scan.Narrow(source, rows);
            return;
        }

        var found = new List<int>();
        for (int i = 0; i < keys.Length; i++)
        {
            if ((i & (GlanceKeys - 1)) == 0)
                source.Cancellation.ThrowIfCancellationRequested();
            int row = source.FindKey(keys[i]);
            if (row >= 0 && rows[row])
                found.Add(row);
        }

        rows.MutableWords.Clear();
        foreach (int row in found)
            rows[row] = true;
    }

    public override FilterEstimate Estimate(IFilterSource source) => IsLookedUp(source)
        ? new FilterEstimate(Math.Min(keys.Length, source.RowCount), keys.Length * KeyCost)
        : scan.Estimate(source);

    private bool IsLookedUp(IFilterSource source) => source.FindsKeys && keys.Length * KeyCost <= scan.Estimate(source).Cost;
}
