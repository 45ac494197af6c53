using System.Numerics;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>What it costs, in nanoseconds on this machine, to search one graph and its rows in several ways: measured pieces
/// (<see cref="SearchCostProbe{TKernel}"/>), times how often a search does them, times what real searches took compared with
/// that.</summary>
/// <remarks>Any number of threads may use one; what they learn at the same moment may be lost.</remarks>
/// <param name="space">The rows that were measured.</param>
/// <param name="shape">The graph.</param>
/// <param name="denseRow">To scan a row when its neighbours are scanned too.</param>
/// <param name="sparseRow">To scan a row far from the one before.</param>
/// <param name="scoredRow">To score a row that a walk comes across.</param>
/// <param name="list">To look at the links of a node.</param>
internal sealed class SearchCosts(
    RowSpace space, HnswShape shape, double denseRow, double sparseRow, double scoredRow, double list)
{
    /// <summary>How much a search changes what was learned.</summary>
    private const double Weight = 1.0 / 16;

    // A search that was interrupted by something else must not count for more than this.
    private const double GreatestSurprise = 2;

    // No searches teach that are not done: what was learned from a bad moment is forgotten bit by bit.
    private const double Forgetting = 1.0 / 256;

    /// <summary>Measured anew at each power of two of uses, from one to the other, and then every so many.</summary>
    private const int FirstUse = 16;
    private const int LastEarlyUse = 1 << 12;

    private double _walkFactor = 1;
    private int _uses;

    public RowSpace Space => space;

    /// <summary>Counts a search, and tells whether to measure anew before it: the first time is before the code is compiled as it will be,
    /// and a machine may be busier at one time than at another.</summary>
    public bool IsOutdated()
    {
        int uses = Interlocked.Increment(ref _uses);
        return uses <= LastEarlyUse ? uses >= FirstUse && BitOperations.IsPow2(uses) : uses % LastEarlyUse == 0;
    }

    /// <summary>Goes on where other costs of the same searches end.</summary>
    public SearchCosts After(SearchCosts earlier)
    {
        _uses = earlier._uses;
        _walkFactor = _uses < LastEarlyUse ? 1 : earlier._walkFactor;
        return this;
    }

    /// <summary>To scan some rows, evenly spread.</summary>
    public double Scan(int accepted)
    {
        double share = (double)accepted / Math.Max(1, shape.Count);
        return accepted * ((denseRow * share) + (sparseRow * (1 - share)));
    }

    /// <summary>To walk over all rows.</summary>
    /// <remarks>Of the links of each node that is kept, about half lead to a row not seen before.</remarks>
    /// <param name="kept">The rows that the walk keeps.</param>
    public double Walk(double kept) => _walkFactor * ((kept * (list + (0.45 * shape.BasePlaces * scoredRow))) + Moved(kept));

    /// <summary>To walk over accepted rows.</summary>
    /// <remarks>The numbers of lists and of rows were counted on word vectors; they hang on the share, hardly on the data.</remarks>
    /// <param name="kept">The rows that the walk keeps.</param>
    /// <param name="share">The share of accepted rows.</param>
    public double TwoHop(double kept, double share)
    {
        double passed = 1.05 / share;
        passed /= 1 + (passed / (1.5 * shape.BasePlaces));
        double scored = Math.Clamp(0.72 + (0.165 * Math.Log(2 * share)), 0.05, 0.9) * shape.BasePlaces;
        return _walkFactor * ((kept * (((1 + passed) * list) + (scored * scoredRow))) + Moved(kept));
    }

    /// <summary>To keep the rows in order: each that enters moves half of those that are kept, some at a time.</summary>
    private static double Moved(double kept) => kept * kept / 8;

    /// <summary>Compares what a walk was expected to cost with what it took.</summary>
    public void Learn(double expected, TimeSpan taken)
    {
        double surprise = Math.Clamp(taken.TotalNanoseconds / expected, 1 / GreatestSurprise, GreatestSurprise);
        _walkFactor = Math.Clamp(_walkFactor * (1 + ((surprise - 1) * Weight)), 0.25, 4);
    }

    /// <summary>Notes that a scan was preferred.</summary>
    public void Forget() => _walkFactor += (1 - _walkFactor) * Forgetting;
}
