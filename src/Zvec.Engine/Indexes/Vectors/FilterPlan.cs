namespace Zvec.Engine.Indexes.Vectors;

/// <summary>How a graph is searched when only some rows may be hits.</summary>
internal enum FilterPlan
{
    /// <summary>In the way that costs least, by what was measured; see <see cref="SearchCosts"/>.</summary>
    Measured,

    /// <summary>Not at all: the accepted rows are scanned.</summary>
    Scan,

    /// <summary>A walk over all rows that keeps so many that enough of them are accepted.</summary>
    WideWalk,

    /// <summary>A walk over the accepted rows; see <see cref="HnswFilteredWalk{TKernel}"/>.</summary>
    TwoHop,
}
