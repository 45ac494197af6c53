using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The insertion of Malkov and Yashunin (algorithm 1), with neighbours chosen by <see
/// cref="NeighbourChooser{TKernel}"/>.</summary>
internal sealed unsafe class HnswInserter<TKernel> : HnswInserter
    where TKernel : struct, IRowKernel
{
    private readonly HnswConstruction _construction;
    private readonly HnswPointers _pointers;
    private readonly VectorRows _rows;
    private readonly HnswScratch _scratch;
    private readonly NeighbourChooser<TKernel> _chooser;

    public HnswInserter(HnswConstruction construction, VectorRows rows)
    {
        _construction = construction;
        _pointers = construction.Pointers;
        _rows = rows;
        _scratch = new HnswScratch(construction.Shape);
        _chooser = new NeighbourChooser<TKernel>(rows, construction.Shape);
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

            node = _chooser.Candidates[0];
            distance = _chooser.CandidateDistances[0];
            int chosen = _chooser.Choose(count, shape.M, own);
            WriteList(level, row, chosen);

            LinkBack(level, row, 0, chosen);
        }
    }

    public override void CarryOver(int oldRow)
    {
        ReusedGraph reused = _construction.Reused!;
        int row = reused.NewRows[oldRow];
        for (int level = 0; level <= _pointers.Levels[row]; level++)
        {
            int* links = _pointers.Links(level, row);
            int kept = 0;
            foreach (int oldLink in reused.Graph.Pointers.Used(level, oldRow))
            {
                if (reused.NewRows[oldLink] >= 0)
                    links[kept++] = reused.NewRows[oldLink];
            }

            new Span<float>(_construction.Distances(level, row), kept).Fill(float.NaN);
        }
    }

    public override void Repair(int oldRow)
    {
        ReusedGraph reused = _construction.Reused!;
        int row = reused.NewRows[oldRow];
        for (int level = 0; level <= _pointers.Levels[row]; level++)
        {
            int lost = 0;
            foreach (int oldLink in reused.Graph.Pointers.Used(level, oldRow))
                lost += reused.NewRows[oldLink] < 0 ? 1 : 0;
            if (lost > 0)
                Repair(reused, level, oldRow, row, lost);
        }
    }

    public override void Dispose()
    {
        _scratch.Dispose();
        _chooser.Dispose();
    }

    /// <summary>Adds links to a row in place of those that are gone, from what the rows that are gone linked to.</summary>
    private void Repair(ReusedGraph reused, int level, int oldRow, int row, int lost)
    {
        _scratch.Pool.Reset(_construction.Shape.MostCandidates);
        _scratch.Visited.Reset();
        _scratch.Visited.Mark(row);
        int places = _pointers.Places(level);
        float own = TKernel.RowDistance(_rows[row], _rows[row], _rows.Dimensions);
        _construction.Lock(row);
        int kept = 0;
        foreach (int link in _pointers.Used(level, row))
        {
            _scratch.Visited.Mark(link);
            _chooser.Chosen[kept] = link;
            _chooser.ChosenDistances[kept] = _construction.Distances(level, row)[kept];
            kept++;
        }

        foreach (int gone in reused.Graph.Pointers.Used(level, oldRow))
        {
            if (reused.NewRows[gone] >= 0)
                continue;
            foreach (int further in reused.Graph.Pointers.Used(level, gone))
            {
                if (reused.NewRows[further] >= 0)
                    AddCandidate(row, reused.NewRows[further]);
            }
        }

        int chosen = _chooser.Choose(TakeCandidates(row), Math.Min(places, kept + lost), own, kept);

        // that the kept ones are nearer to the row than to these has not been looked at
        for (int i = kept; i < chosen; i++)
            _chooser.ChosenDistances[i] = LinkDistance.New(_chooser.ChosenDistances[i]);
        Write(_pointers.Links(level, row), _construction.Distances(level, row), places, chosen);
        _construction.Unlock(row);
        LinkBack(level, row, kept, chosen);
    }

    private void AddCandidate(int row, int candidate)
    {
        if (_scratch.Visited.Mark(candidate) == 0)
            return;
        float distance = TKernel.RowDistance(_rows[row], _rows[candidate], _rows.Dimensions);
        if (distance < _scratch.Pool.Worst)
            _scratch.Pool.Insert(distance, candidate);
    }

    /// <summary>Makes what is in the pool the candidates, but for the row itself, to which another thread may have linked
    /// already.</summary>
    private int TakeCandidates(int row)
    {
        CandidatePool pool = _scratch.Pool;
        int count = 0;
        for (int place = 0; place < pool.Count; place++)
        {
            if (pool.RowAt(place) == row)
                continue;
            _chooser.Candidates[count] = pool.RowAt(place);
            _chooser.CandidateDistances[count++] = LinkDistance.New(pool.DistanceAt(place));
        }

        return count;
    }

    private void WriteList(int level, int node, int chosen)
    {
        _construction.Lock(node);
        Write(_pointers.Links(level, node), _construction.Distances(level, node), _pointers.Places(level), chosen);
        _construction.Unlock(node);
    }

    private void Write(int* links, float* distances, int places, int chosen)
    {
        new ReadOnlySpan<int>(_chooser.Chosen, chosen).CopyTo(new Span<int>(links, places));
        new Span<int>(links + chosen, places - chosen).Fill(HnswGraph.NoRow);
        new ReadOnlySpan<float>(_chooser.ChosenDistances, chosen).CopyTo(new Span<float>(distances, places));
    }

    /// <summary>Adds links to a row from those of its chosen that are in a range.</summary>
    private void LinkBack(int level, int row, int start, int end)
    {
        // thinning a list chooses anew
        int count = end - start;
        int* links = _scratch.Batch;
        float* distances = _scratch.Distances;
        new ReadOnlySpan<int>(_chooser.Chosen + start, count).CopyTo(new Span<int>(links, count));
        new ReadOnlySpan<float>(_chooser.ChosenDistances + start, count).CopyTo(new Span<float>(distances, count));
        for (int i = 0; i < count; i++)
        {
            _pointers.FetchSoon(level, links[i]);
            Prefetch.Lines((byte*)_construction.Distances(level, links[i]), _pointers.Places(level) * sizeof(float));
        }

        for (int i = 0; i < count; i++)
            LinkBack(level, links[i], row, distances[i]);
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
            for (int i = 0; i < places; i++)
                _rows.FetchSoon(links[i]);
            Sort(links, distances, node, places, row, distance);
            Write(links, distances, places, _chooser.Choose(places
                + 1, places, TKernel.RowDistance(_rows[node], _rows[node], _rows.Dimensions)));
        }
        else
        {
            links[place] = row;
            distances[place] = LinkDistance.New(distance);
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
            float d = i < count ? distances[i] : LinkDistance.New(distance);
            if (float.IsNaN(d))
                d = LinkDistance.New(TKernel.RowDistance(_rows[node], _rows[link], _rows.Dimensions));
            int place = i;
            for (; place > 0 && _chooser.CandidateDistances[place - 1] > d; place--)
            {
                _chooser.CandidateDistances[place] = _chooser.CandidateDistances[place - 1];
                _chooser.Candidates[place] = _chooser.Candidates[place - 1];
            }

            _chooser.CandidateDistances[place] = d;
            _chooser.Candidates[place] = link;
        }
    }
}
