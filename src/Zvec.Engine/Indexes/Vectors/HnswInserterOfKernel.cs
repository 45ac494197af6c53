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
        int room = Math.Max(construction.Shape.EfConstruction, construction.Shape.BasePlaces + 1);
        _buffer = new NativeBuffer(4L * room * sizeof(int));
        _candidates = (int*)_buffer.Pointer;
        _distances = (float*)(_candidates + room);
        _chosen = (int*)(_distances + room);
        _chosenDistances = (float*)(_chosen + room);
    }

    public override void Insert(int row)
    {
        HnswShape shape = _construction.Shape;
        if (row == shape.EntryPoint)
            return;
        byte* vector = _rows[row];
        int node = shape.EntryPoint;
        float distance = TKernel.RowDistance(vector, _rows[node], _rows.Dimensions);
        int level = shape.TopLevel;
        for (; level > _pointers.Levels[row]; level--)
            HnswSearch<RowsAsQueries<TKernel>>.Descend(_pointers, _rows, vector, level, ref node, ref distance);

        float own = TKernel.RowDistance(vector, vector, _rows.Dimensions);
        for (; level >= 0; level--)
        {
            HnswSearch<RowsAsQueries<TKernel>>.Walk(_pointers, _rows, vector, level, shape.EfConstruction, node, distance, _scratch);
            CandidatePool pool = _scratch.Pool;
            int count = 0;
            for (int place = 0; place < pool.Count; place++)
            {
                // another thread may have linked to this row already
                if (pool.RowAt(place) == row)
                    continue;
                _candidates[count] = pool.RowAt(place);
                _distances[count++] = pool.DistanceAt(place);
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

    public override void Dispose()
    {
        _scratch.Dispose();
        _buffer.Dispose();
    }

    /// <summary>Moves candidates to the chosen: nearest first, each only when it is nearer to the base than to all chosen before, so that
    /// links lead in different directions.</summary>
    /// <param name="count">The number of candidates.</param>
    /// <param name="most">How many may be chosen.</param>
    /// <param name="own">The base's distance to itself. Candidates at that distance are copies of it; of those half the places are kept
    /// free, so that many equal vectors do not
    /// become an island.</param>
    /// <returns>How many were chosen.</returns>
    private int Choose(int count, int most, float own)
    {
        int chosen = 0;
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
        int count = 0;
        while (count < places && links[count] >= 0)
            count++;
        if (count < places)
        {
            links[count] = row;
            distances[count] = distance;
        }
        else
        {
            Sort(links, distances, count, row, distance);
            Write(links, distances, places, Choose(count + 1, places, TKernel.RowDistance(_rows[node], _rows[node], _rows.Dimensions)));
        }

        _construction.Unlock(node);
    }

    /// <summary>Makes a full list and one more link the candidates, in ascending order of distance; lists are nearly sorted, for which
    /// insertion is quick.</summary>
    private void Sort(int* links, float* distances, int count, int row, float distance)
    {
        for (int i = 0; i <= count; i++)
        {
            int link = i < count ? links[i] : row;
            float d = i < count ? distances[i] : distance;
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
