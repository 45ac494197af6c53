using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Chooses the links of a node by the heuristic of Malkov and Yashunin (algorithm 4, without extension and without keeping pruned
/// ones): nearest first, each only when it is nearer to the node than to all chosen before, so that links lead in different
/// directions.</summary>
internal sealed unsafe class NeighbourChooser<TKernel> : IDisposable
    where TKernel : struct, IRowKernel
{
    private const int RowsAtOnce = 4;

    private readonly VectorRows _rows;
    private readonly NativeBuffer _buffer;

    // the chosen that have not been compared with all that are marked as compared
    private readonly int* _newRows;

    /// <param name="rows">The rows.</param>
    /// <param name="shape">The graph's shape.</param>
    public NeighbourChooser(VectorRows rows, HnswShape shape)
    {
        int room = shape.MostCandidates;
        _rows = rows;
        _buffer = new NativeBuffer(shape.ChooserBytes);
        Candidates = (int*)_buffer.Pointer;
        CandidateDistances = (float*)(Candidates + room);
        Chosen = (int*)(CandidateDistances + room);
        ChosenDistances = (float*)(Chosen + room);
        _newRows = (int*)(ChosenDistances + room);
    }

    /// <summary>Rows that may become links.</summary>
    public int* Candidates { get; }

    /// <summary>Their distances to the node, ascending, as <see cref="LinkDistance"/>.</summary>
    public float* CandidateDistances { get; }

    /// <summary>Those that have been chosen.</summary>
    public int* Chosen { get; }

    /// <summary>Their distances.</summary>
    public float* ChosenDistances { get; }

    /// <summary>Moves candidates to the chosen.</summary>
    /// <param name="count">The number of candidates.</param>
    /// <param name="most">How many may be chosen.</param>
    /// <param name="own">The node's distance to itself. Candidates at that distance are copies of it; of those half the places are kept
    /// free, so that many equal vectors do not become an island.</param>
    /// <param name="chosen">How many have been chosen already.</param>
    /// <returns>How many were chosen.</returns>
    public int Choose(int count, int most, float own, int chosen = 0)
    {
        int copies = 0;
        int newCount = 0;
        for (; newCount < chosen; newCount++)
            _newRows[newCount] = Chosen[newCount];

        own = LinkDistance.New(own);
        for (int i = 0; i < count && chosen < most; i++)
        {
            // without the mark, so that equal distances are equal
            bool isCompared = LinkDistance.IsCompared(CandidateDistances[i]);
            float distance = LinkDistance.New(CandidateDistances[i]);
            int candidate = Candidates[i];
            if (distance == own && ++copies > most / 2)
                continue;
            int* others = isCompared ? _newRows : Chosen;
            if (IsNearerToOneOf(others, isCompared ? newCount : chosen, candidate, distance))
                continue;
            if (!isCompared)
                _newRows[newCount++] = candidate;
            Chosen[chosen] = candidate;
            ChosenDistances[chosen++] = LinkDistance.Compared(distance);
        }

        return chosen;
    }

    public void Dispose() => _buffer.Dispose();

    private bool IsNearerToOneOf(int* others, int count, int candidate, float distance)
    {
        float* measured = stackalloc float[RowsAtOnce];
        byte* row = _rows[candidate];
        for (int i = 0; i < count; i += RowsAtOnce)
        {
            int now = Math.Min(RowsAtOnce, count - i);
            _rows.RowDistances<TKernel>(row, others + i, now, measured);
            for (int j = 0; j < now; j++)
            {
                if (LinkDistance.New(measured[j]) < distance)
                    return true;
            }
        }

        return false;
    }
}
