namespace Zvec.Engine.Indexes.Sparse;

/// <summary>A row and its product with the query. Sorts the best last; of equal ones that which lies farther in front.</summary>
/// <param name="Score">The product, as it is returned.</param>
/// <param name="SegmentNumber">The number of its segment.</param>
/// <param name="Row">Its row there.</param>
internal readonly record struct SparseHit(float Score, int SegmentNumber, int Row) : IComparable<SparseHit>
{
    public int CompareTo(SparseHit other)
    {
        int order = Score.CompareTo(other.Score);
        if (order == 0)
            order = other.SegmentNumber.CompareTo(SegmentNumber);
        return order != 0 ? order : other.Row.CompareTo(Row);
    }
}
