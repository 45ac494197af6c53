using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>A segment of a <see cref="WideVectorSearch"/>, and what was found in it.</summary>
/// <param name="segment">The number of the segment in <see cref="Snapshot.Views"/>.</param>
internal sealed class WideSearchPart(int segment)
{
    public int Segment => segment;

    /// <summary>The walk of its graph; null when it is searched otherwise.</summary>
    public GraphWalk? Walk { get; set; }

    /// <summary>What was found otherwise.</summary>
    public Candidate[] Found { get; set; } = [];

    /// <summary>How many may have been.</summary>
    public int Most { get; set; }

    /// <summary>The candidates of a graph that might be kept.</summary>
    public int Limit { get; set; }

    /// <summary>Whether fewer were kept than without that limit.</summary>
    public bool IsShort { get; set; }

    /// <summary>The one that the same thread began before.</summary>
    public WideSearchPart? Before { get; set; }
}
