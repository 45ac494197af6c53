namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The numbers that describe a graph and the sizes of its arrays.</summary>
/// <param name="Count">Rows of the column.</param>
/// <param name="M">Links of a node on each level above 0; twice as many on level 0.</param>
/// <param name="EfConstruction">Candidates examined for each node while the graph was built.</param>
/// <param name="EntryPoint">The node where every search begins, which is on the highest level; −1 when there is no node.</param>
/// <param name="TopLevel">The highest level that a node has.</param>
/// <param name="UpperLists">The number of lists of links above level 0: one for each node and level.</param>
internal readonly record struct HnswShape(int Count, int M, int EfConstruction, int EntryPoint, int TopLevel, int UpperLists)
{
    /// <summary>Places for links of a node on level 0.</summary>
    public int BasePlaces => 2 * M;

    /// <summary>The most rows among which the links of a node are chosen.</summary>
    public int MostCandidates => Math.Max(EfConstruction, BasePlaces + 1);

    /// <summary>Bytes of a <see cref="NeighbourChooser{TKernel}"/>.</summary>
    public long ChooserBytes => 5L * MostCandidates * sizeof(int);

    public long LevelsBytes => Count;

    public long UpperStartsBytes => (long)Count * sizeof(int);

    public long BaseLinksBytes => (long)Count * BasePlaces * sizeof(int);

    public long UpperLinksBytes => (long)UpperLists * M * sizeof(int);
}
