namespace Zvec.Engine.Search;

/// <summary>A group while its best rows are gathered.</summary>
/// <param name="value">What its rows have in common.</param>
/// <param name="capacity">The rows to gather.</param>
internal sealed class RankedGroup(GroupValue value, int capacity)
{
    private readonly List<RankedRow> _rows = [];

    public GroupValue Value => value;

    /// <summary>The best rows found.</summary>
    public IReadOnlyList<RankedRow> Rows => _rows;

    /// <summary>The score of the best row, once they are in order.</summary>
    public float Best => _rows[0].Score;

    /// <summary>Whether as many rows were found as are wanted. They are the best: rows come in their order.</summary>
    public bool IsFull => _rows.Count == capacity;

    /// <summary>Adds a row that is found after the better ones, while the group is not full.</summary>
    public void Add(RankedRow row) => _rows.Add(row);

    /// <summary>Puts the rows in order: an index may find the better ones later.</summary>
    public void Sort(Metric metric)
    {
        RankedRow[] sorted = [.. metric == Metric.InnerProduct
            ? _rows.OrderByDescending(row => row.Score)
            : _rows.OrderBy(row => row.Score)];
        _rows.Clear();
        _rows.AddRange(sorted);
    }
}
