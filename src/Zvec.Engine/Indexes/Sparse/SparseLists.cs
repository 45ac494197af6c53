using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Turns some rows of a column round: counts how often each index occurs, and then gathers the postings of as many lists at a time
/// as the caller has room for.</summary>
internal sealed class SparseLists
{
    /// <summary>Rows between two looks at whether to stop; a power of two.</summary>
    private const int GlanceRows = 1 << 10;

    private readonly SparseColumn _column;
    private readonly int _firstRow;
    private readonly int _endRow;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<uint, int> _lists = [];

    /// <summary>Counts the elements.</summary>
    /// <param name="column">The vectors.</param>
    /// <param name="firstRow">The first row to look at.</param>
    /// <param name="endRow">The row behind the last.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    public SparseLists(SparseColumn column, int firstRow, int endRow, CancellationToken cancellation)
    {
        _column = column;
        _firstRow = firstRow;
        _endRow = endRow;
        _cancellation = cancellation;
        Count();
        Indices = [.. _lists.Keys];
        Indices.AsSpan().Sort();
        Starts = new long[Indices.Length + 1];
        BlockStarts = new int[Indices.Length + 1];
        for (int list = 0; list < Indices.Length; list++)
        {
            ref int number = ref CollectionsMarshal.GetValueRefOrNullRef(_lists, Indices[list]);
            Starts[list + 1] = Starts[list] + number;
            BlockStarts[list + 1] = checked(BlockStarts[list] + SparseBlock.CountFor(number));
            number = list;
        }
    }

    /// <summary>The indices that occur, ascending: one of each list.</summary>
    public uint[] Indices { get; }

    /// <summary>The number of postings in all lists before each, and at the end of all.</summary>
    public long[] Starts { get; }

    /// <summary>The number of blocks in all lists before each, and at the end of all.</summary>
    public int[] BlockStarts { get; }

    /// <summary>The number of postings of a list.</summary>
    public int Length(int list) => (int)(Starts[list + 1] - Starts[list]);

    /// <summary>The list behind the last of those that begin with one and together have at most so many postings; at least one.</summary>
    public int EndOf(int list, int postings)
    {
        int end = list + 1;
        while (end < Indices.Length && Starts[end + 1] - Starts[list] <= postings)
            end++;
        return end;
    }

    /// <summary>Gathers the postings of some lists, one list after another.</summary>
    /// <param name="list">The first list.</param>
    /// <param name="end">The list behind the last.</param>
    /// <param name="rows">Where their rows go.</param>
    /// <param name="weights">Where the elements of these rows go.</param>
    public void Gather(int list, int end, Span<int> rows, Span<float> weights)
    {
        int[] next = new int[end - list];
        for (int i = 0; i < next.Length; i++)
            next[i] = (int)(Starts[list + i] - Starts[list]);
        uint first = Indices[list];
        uint last = Indices[end - 1];
        for (int row = _firstRow; row < _endRow; row++)
        {
            if ((row & (GlanceRows - 1)) == 0)
                _cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> elements = _column.Elements(row);
            ReadOnlySpan<uint> indices = SparseElements.Indices(elements);
            ReadOnlySpan<float> values = SparseElements.Values(elements);
            for (int i = FirstAtLeast(indices, first); i < indices.Length && indices[i] <= last; i++)
            {
                if (values[i] == 0)
                    continue;
                ref int place = ref next[_lists[indices[i]] - list];
                rows[place] = row;
                weights[place++] = values[i];
            }
        }
    }

    private void Count()
    {
        for (int row = _firstRow; row < _endRow; row++)
        {
            if ((row & (GlanceRows - 1)) == 0)
                _cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> elements = _column.Elements(row);
            ReadOnlySpan<uint> indices = SparseElements.Indices(elements);
            ReadOnlySpan<float> values = SparseElements.Values(elements);
            for (int i = 0; i < indices.Length; i++)
            {
                if (values[i] != 0)
                    CollectionsMarshal.GetValueRefOrAddDefault(_lists, indices[i], out _)++;
            }
        }
    }

    private static int FirstAtLeast(ReadOnlySpan<uint> indices, uint index)
    {
        int place = indices.BinarySearch(index);
        return place < 0 ? ~place : place;
    }
}
