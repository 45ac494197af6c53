using System.Runtime.CompilerServices;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Where the arrays of a graph are.</summary>
/// <param name="m">Links of a node on each level above 0.</param>
/// <param name="levels">The highest level of each node, a byte each.</param>
/// <param name="upperStarts">For each node the number of its first list above level 0, which is that of level 1; without meaning for nodes
/// that have none.</param>
/// <param name="baseLinks">The links on level 0.</param>
/// <param name="upperLinks">The links above, list after list.</param>
internal readonly unsafe struct HnswPointers(int m, byte* levels, int* upperStarts, int* baseLinks, int* upperLinks)
{
    public byte* Levels => levels;

    public int* UpperStarts => upperStarts;

    public int* BaseLinks => baseLinks;

    public int* UpperLinks => upperLinks;

    /// <summary>Where a list of links is among all lists of its kind, counted in links.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Offset(int level, int node)
        => level == 0 ? (long)node * (2 * m) : ((long)upperStarts[node] + level - 1) * m;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int* Links(int level, int node) => (level == 0 ? baseLinks : upperLinks) + Offset(level, node);

    /// <summary>The links of a node, without places that are free.</summary>
    public ReadOnlySpan<int> Used(int level, int node)
    {
        var links = new ReadOnlySpan<int>(Links(level, node), Places(level));
        int end = links.IndexOf(HnswGraph.NoRow);
        return end < 0 ? links : links[..end];
    }

    /// <summary>Places for links on a level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Places(int level) => level == 0 ? 2 * m : m;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchSoon(int level, int node) => Prefetch.Lines((byte*)Links(level, node), Places(level) * sizeof(int));
}
