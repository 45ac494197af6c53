namespace Zvec.Engine.Search;

/// <summary>Decides by estimated cost how a segment is searched.</summary>
internal static class SearchPlan
{
    /// <summary>A row of a scan costs less than one of a walk: its neighbours in memory come with it, and there is no list to keep.</summary>
    private const double ScanAdvantage = 2.5;

    /// <summary>Distances that a walk computes for each candidate it keeps, relative to the links of a node; from walks of real vectors.</summary>
    private const double DistancesPerLink = 1.2;

    /// <summary>Whether to walk the graph, rather than to scan the rows that may be hits.</summary>
    /// <param name="rows">The rows of the segment.</param>
    /// <param name="accepted">The rows that may be hits: not deleted, and matched by the filter.</param>
    /// <param name="ef">Candidates that the walk keeps.</param>
    /// <param name="m">Links per row on the upper levels of the graph; twice as many on the lowest.</param>
    /// <remarks>The walk keeps <paramref name="ef"/> accepted candidates, and passes rejected rows on its way: the fewer are accepted, the longer it is.</remarks>
    public static bool Walks(int rows, int accepted, int ef, int m)
    {
        double scan = accepted / ScanAdvantage;
        double walk = ef * m * DistancesPerLink * rows / accepted;
        return walk < scan;
    }
}
