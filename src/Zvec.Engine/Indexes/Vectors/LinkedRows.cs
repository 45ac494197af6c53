using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Which rows of a graph under construction are linked.</summary>
/// <param name="count">How many rows there are.</param>
/// <param name="present">The rows that become nodes; null for all.</param>
internal sealed class LinkedRows(int count, Bitmap? present)
{
    private readonly Lock _lock = new();
    private readonly Bitmap _missing = present?.Clone() ?? Bitmap.Full(count);
    private Bitmap? _copy;
    private int _added;

    /// <summary>Says that rows are linked.</summary>
    public void Add(ReadOnlySpan<int> rows)
    {
        lock (_lock)
        {
            foreach (int row in rows)
                _missing[row] = false;
            _added += rows.Length;
        }
    }

    /// <summary>The rows that are not linked, as far as is known: a few may be meanwhile.</summary>
    public Bitmap Missing()
    {
        lock (_lock)
        {
            // so few more are scanned that copying for each search would take longer
            if (_copy is null || _added > count >> 6)
            {
                _copy = _missing.Clone();
                _added = 0;
            }

            return _copy;
        }
    }
}
