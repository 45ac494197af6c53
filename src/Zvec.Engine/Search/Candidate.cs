using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>A possible hit; sorts by distance, then by place.</summary>
/// <param name="Distance">How far it is.</param>
/// <param name="Segment">The number of its segment in <see cref="Snapshot.Views"/>.</param>
/// <param name="Row">Its row there.</param>
/// <param name="IsFinal">Whether the distance is the one to return, not one that only tells which rows to look at again.</param>
internal readonly record struct Candidate(double Distance, int Segment, int Row, bool IsFinal) : IComparable<Candidate>
{
    public int CompareTo(Candidate other)
    {
        int order = Distance.CompareTo(other.Distance);
        if (order != 0)
            return order;
        order = Segment.CompareTo(other.Segment);
        return order != 0 ? order : Row.CompareTo(other.Row);
    }
}
