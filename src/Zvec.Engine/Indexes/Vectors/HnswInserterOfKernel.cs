using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The insertion of Malkov and Yashunin (algorithm 1), with neighbours chosen by their heuristic (algorithm 4, without extension
/// and without keeping pruned ones).</summary>
internal sealed unsafe class HnswInserter<TKernel> : HnswInserter
    where TKernel : struct, IRowKernel
{
    private readonly HnswConstruction _construction;
    private readonly HnswPointers _pointers;
    private readonly VectorRows _rows;
    private readonly HnswScratch _scratch;
    private readonly NativeBuffer _buffer;
    private readonly int _room;

    // candidates for a list in ascending order of distance, and those that were chosen
    private readonly int* _candidates;
    private readonly float* _distances;
    private readonly int* _chosen;
    private readonly float* _chosenDistances;

    public HnswInserter(HnswConstruction construction, VectorRows rows)
    {
        _construction = construction;
        _pointers = construction.Pointers;
        _rows = rows;
        _scratch = new HnswScratch(construction.Shape);
        _room = Math.Max(construction.Shape.EfConstruction, construction.Shape.BasePlaces + 1);
        _buffer = new NativeBuffer(4L * _room * sizeof(int));
        _candidates = (int*)_buffer.Pointer;
        _distances = (float*)(_candidates + _room);
        _chosen = (int*)(_distances + _room);
        _chosenDistances = (float*)(_chosen + _room);
    }

    public override void Insert(int row)
    {
        // the entry point may have to be linked to a graph that was there before it
        HnswShape shape = _construction.Shape;
        int node = row == shape.EntryPoint ? _construction.FirstNode : shape.EntryPoint;
        if (row == node)
            return;
        byte* vector = _rows[row];
        float distance = TKernel.RowDistance(vector, _rows[node], _rows.Dimensions);
        int level = _pointers.Levels[node];
        for (; level > _pointers.Levels[row]; level--)
            HnswSearch<RowsAsQueries<TKernel>>.Descend(_pointers, _rows, vector, level, ref node, ref distance);

        float own = TKernel.RowDistance(vector, vector, _rows.Dimensions);
        for (; level >= 0; level--)
        {
            HnswSearch<RowsAsQueries<TKernel>>.Walk(_pointers, _rows, vector, level, shape.EfConstruction, node, distance, _scratch);
            int count = TakeCandidates(row);
            if (count == 0)
            {
                // a row that has lost all links and is inserted again, which the walk came upon first
                node = shape.EntryPoint;
                distance = TKernel.RowDistance(vector, _rows[node], _rows.Dimensions);
                HnswSearch<RowsAsQueries<TKernel>>.Walk(_pointers, _rows, vector, level, shape.EfConstruction, node, distance, _scratch);
                count = TakeCandidates(row);
            }

            node = _candidates[0];
            distance = _distances[0];
            int chosen = Choose(count, shape.M, own);
            WriteList(level, row, chosen);

            // the list may be thinned by others from here on, so walk over a copy
            int* links = _scratch.Batch;
            float* distances = (float*)_scratch.NextBatch;
            new ReadOnlySpan<int>(_chosen, chosen).CopyTo(new Span<int>(links, chosen));
            new ReadOnlySpan<float>(_chosenDistances, chosen).CopyTo(new Span<float>(distances, chosen));
            for (int i = 0; i < chosen; i++)
                LinkBack(level, links[i], row, distances[i]);
        }
    }

    public override void CarryOver(int oldRow)
    {
        ReusedGraph reused = _construction.Reused!;
        int row = reused.NewRows[oldRow];
        for (int level = 0; level <= _pointers.Levels[row]; level++)
        {
            int places = _pointers.Places(level);
            var oldLinks = new ReadOnlySpan<int>(reused.Graph.Pointers.Links(level, oldRow), places);
            var links = new Span<int>(_pointers.Links(level, row), places);
            int kept = 0;
            bool hasLost = false;
            foreach (int oldLink in oldLinks)
            {
                if (oldLink < 0)
                    break;
                int link = reused.NewRows[oldLink];
                if (link >= 0)
                    links[kept++] = link;
                else
                    hasLost = true;
            }

            if (hasLost)
                Repair(reused, level, row, oldLinks);
            else
                new Span<float>(_construction.Distances(level, row), kept).Fill(float.NaN);
        }
    }

    public override void Dispose()
    {
        _scratch.Dispose();
        _buffer.Dispose();
    }

    /// <summary>Keeps the links that are left, and fills the places of those that are gone from what these linked to.</summary>
    private void Repair(ReusedGraph reused, int level, int row, ReadOnlySpan<int> oldLinks)
    {
        _scratch.Pool.Reset(_room);
        _scratch.Visited.Reset();
        _scratch.Visited.Mark(row);
        int kept = 0;
        int used = 0;
        for (; used < oldLinks.Length && oldLinks[used] >= 0; used++)
        {
            int link = reused.NewRows[oldLinks[used]];
            if (link < 0)
                continue;
            _scratch.Visited.Mark(link);
            _chosen[kept] = link;
            _chosenDistances[kept++] = TKernel.RowDistance(_rows[row], _rows[link], _rows.Dimensions);
        }

        foreach (int gone in oldLinks[..used])
        {
            if (reused.NewRows[gone] >= 0)
                continue;
            foreach (int further in new ReadOnlySpan<int>(reused.Graph.Pointers.Links(level, gone), oldLinks.Length))
            {
                if (further < 0)
                    break;
                if (reused.NewRows[further] >= 0)
                    AddCandidate(row, reused.NewRows[further]);
            }
        }

        float own = TKernel.RowDistance(_rows[row], _rows[row], _rows.Dimensions);
        int chosen = Choose(TakeCandidates(row), used, own, kept);
        Write(_pointers.Links(level, row), _construction.Distances(level, row), oldLinks.Length, chosen);
    }

    private void AddCandidate(int row, int candidate)
    {
        if (_scratch.Visited.Mark(candidate) == 0)
            return;
        float distance = TKernel.RowDistance(_rows[row], _rows[candidate], _rows.Dimensions);
        if (distance < _scratch.Pool.Worst)
            _scratch.Pool.Insert(distance, candidate);
    }

    /// <summary>Makes what is in the pool the candidates, but for the row itself, to which another thread may have linked already.</summary>
    private int TakeCandidates(int row)
    {
        CandidatePool pool = _scratch.Pool;
        int count = 0;
        for (int place = 0; place < pool.Count; place++)
        {
            if (pool.RowAt(place) == row)
                continue;
            _candidates[count] = pool.RowAt(place);
            _distances[count++] = pool.DistanceAt(place);
        }

        return count;
    }

    /// <summary>Moves candidates to the chosen: nearest first, each only when it is nearer to the base than to all chosen before, so that
    /// links lead in different directions.</summary>
    /// <param name="count">The number of candidates.</param>
    /// <param name="most">How many may be chosen.</param>
    /// <param name="own">The base's distance to itself. Candidates at that distance are copies of it; of those half the places are kept
    /// free, so that many equal vectors do not
    /// become an island.</param>
    /// <param name="chosen">How many have been chosen already.</param>
    /// <returns>How many were chosen.</returns>
    private int Choose(int count, int most, float own, int chosen = 0)
    {
        int copies = 0;
        for (int i = 0; i < count && chosen < most; i++)
        {
            float distance = _distances[i];
            if (distance == own && ++copies > most / 2)
                continue;
            byte* candidate = _rows[_candidates[i]];
            bool nearerToBase = true;
            for (int j = 0; j < chosen; j++)
            {
                if (TKernel.RowDistance(candidate, _rows[_chosen[j]], _rows.Dimensions) < distance)
                {
                    nearerToBase = false;
                    break;
                }
            }

            if (!nearerToBase)
                continue;
            _chosen[chosen] = _candidates[i];
            _chosenDistances[chosen++] = distance;
        }

        return chosen;
    }

    private void WriteList(int level, int node, int chosen)
    {
        _construction.Lock(node);
        Write(_pointers.Links(level, node), _construction.Distances(level, node), _pointers.Places(level), chosen);
        _construction.Unlock(node);
    }

    private void Write(int* links, float* distances, int places, int chosen)
    {
        new ReadOnlySpan<int>(_chosen, chosen).CopyTo(new Span<int>(links, places));
        new Span<int>(links + chosen, places - chosen).Fill(HnswGraph.NoRow);
        new ReadOnlySpan<float>(_chosenDistances, chosen).CopyTo(new Span<float>(distances, places));
    }

    /// <summary>Adds a link from <paramref name="node"/> to <paramref name="row"/>; when there is no place left, chooses anew among
    /// all.</summary>
    private void LinkBack(int level, int node, int row, float distance)
    {
        int* links = _pointers.Links(level, node);
        float* distances = _construction.Distances(level, node);
        int places = _pointers.Places(level);
        _construction.Lock(node);
        int place = new ReadOnlySpan<int>(links, places).IndexOfAny(row, HnswGraph.NoRow);
        if (place < 0)
        {
            Sort(links, distances, node, places, row, distance);
            Write(links, distances, places, Choose(places + 1, places, TKernel.RowDistance(_rows[node], _rows[node], _rows.Dimensions)));
        }
        else
        {
            links[place] = row;
            distances[place] = distance;
        }

        _construction.Unlock(node);
    }

    /// <summary>Makes a full list and one more link the candidates, in ascending order of distance; lists are nearly sorted, for which
    /// insertion is quick.</summary>
    private void Sort(int* links, float* distances, int node, int count, int row, float distance)
    {
        for (int i = 0; i <= count; i++)
        {
            int link = i < count ? links[i] : row;
            float d = i < count ? distances[i] : distance;
            if (float.IsNaN(d))
                d = TKernel.RowDistance(_rows[node], _rows[link], _rows.Dimensions);
            int place = i;
            for (; place > 0 && _distances[place - 1] > d; place--)
            {
                _distances[place] = _distances[place - 1];
                _candidates[place] = _candidates[place - 1];
            }

            _distances[place] = d;
            _candidates[place] = link;
        }
    }
}
