namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Counts the rows that threads have linked, piece by piece, in whatever order the pieces come to an end.</summary>
internal sealed class LinkedRows
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _early = [];
    private int _count;

    /// <summary>All rows below this one are linked.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Says that the rows from <paramref name="start"/> to before <paramref name="end"/> are linked.</summary>
    public void Add(int start, int end)
    {
        lock (_lock)
        {
            if (start != _count)
            {
                _early[start] = end;
                return;
            }

            while (_early.Remove(end, out int further))
                end = further;
            Volatile.Write(ref _count, end);
        }
    }
}
