using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Searches an IVF index: reads the lists whose centroids are nearest to the query.</summary>
internal static unsafe class IvfSearch
{
    /// <summary>Rows of a list that are looked up in a filter together.</summary>
    private const int PieceRows = 1024;

    private const int GlanceLists = 32;

    /// <summary>By default so many lists are read, and one more for each <see cref="ListsPerProbe"/>: with word vectors a recall of 0.95
    /// takes 62 of 357 lists, 63 of 894, and 92 of 2,330.</summary>
    private const int FewestProbes = 64;

    private const int ListsPerProbe = 40;

    /// <summary>What measuring a row that lies elsewhere takes, in rows of a list that are measured.</summary>
    private const double CostOfRowElsewhere = 4;

    /// <summary>What asking the filter for a row takes, in rows of a list that are measured.</summary>
    private const double CostOfTest = 0.25;

    private const int FetchedBytes = 512;

    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>Finds rows that are near to a query.</summary>
    /// <param name="index">The index, of as many rows as the column.</param>
    /// <param name="space">The metric.</param>
    /// <param name="column">The vectors, in one block of memory.</param>
    /// <param name="elements">The query as it was given, in the column's type.</param>
    /// <param name="query">The query, encoded for the column's layout.</param>
    /// <param name="probes">Lists to read; null for the default.</param>
    /// <param name="accept">The rows that may be hits; null for all. The fewer they are, the more lists are read.</param>
    /// <param name="acceptedCount">How many they are, at most.</param>
    /// <param name="results">Where the nearest go, with the distances of the codes or of single precision.</param>
    /// <param name="cancellation">Stops between some lists.</param>
    public static void Search(
        IvfIndex index,
        VectorSpace space,
        VectorColumn column,
        ReadOnlySpan<byte> elements,
        EncodedQuery query,
        int? probes,
        Bitmap? accept,
        int acceptedCount,
        TopK results,
        CancellationToken cancellation = default)
    {
        if (index.RowCount != column.Count || (accept is not null && accept.Length != column.Count))
            throw new ArgumentException($"The index is of {index.RowCount} rows, the column has {column.Count}.", nameof(index));
        if (index.ListedCount == 0)
            return;
        double share = accept is null ? 1 : Math.Clamp((double)acceptedCount / index.ListedCount, 1e-9, 1);
        int read = Widened(probes ?? DefaultProbes(index), share, index.Count);
        double costOfLists = (double)read / index.Count * index.ListedCount * (share + (accept is null ? 0 : CostOfTest));
        if (accept is not null && acceptedCount * CostOfRowElsewhere <= costOfLists)
        {
            VectorSearch.Flat(space, column, column.Count, query, accept, results, cancellation);
            return;
        }

        Scratch scratch = _scratch ??= new Scratch();
        using EncodedQuery centroidQuery = PointOf(index, elements, scratch);
        TopK found = index.Codes is null ? results : scratch.Positions;
        if (index.Codes is { } codes)
        {
            found.Reset(results.Capacity);
            using var codeQuery = new EncodedQuery(codes.Quantizer, MemoryMarshal.Cast<byte, float>(elements));
            Read(new Lists(index, codes.Space, codes.Rows, codeQuery.Pointer, accept, found, namesPlaces: true));
            foreach (ulong key in found.Sort())
                results.Add(DistanceKey.Distance(key), index.Rows[DistanceKey.Row(key)]);
        }
        else
        {
            Read(new Lists(index, space.Rows, column.BlockAt(0).Pointer, query.Pointer, accept, found, namesPlaces: false));
        }

        if (found.Count < Math.Min(found.Capacity, accept is null ? index.ListedCount : acceptedCount) && scratch.Order.Count < index.Count)
        {
            // a query so far away that its distances to centroids are not finite
            results.Reset(results.Capacity);
            VectorSearch.Flat(space, column, column.Count, query, accept, results, cancellation);
        }

        GC.KeepAlive(column);

        void Read(Lists lists)
        {
            ReadOnlySpan<ulong> order = Rank(index, centroidQuery, scratch.Order, read);
            ReadRange(lists, order, 0, cancellation);
            if (order.Length == read && read < index.Count && found.Count < Math.Min(found.Capacity, acceptedCount))
            {
                order = Rank(index, centroidQuery, scratch.Order, index.Count);
                ReadRange(lists, order, read, cancellation);
            }
        }
    }

    /// <summary>The lists that are read when a query does not say how many.</summary>
    public static int DefaultProbes(IvfIndex index) => Math.Min(index.Count, FewestProbes + (index.Count / ListsPerProbe));

    /// <summary>The lists to read when only a share of the rows may be hits: the nearest that may be lie farther away.</summary>
    /// <remarks>With word vectors recall stays the same when the number of lists grows with the share to the power of −0.4 to
    /// −0.45.</remarks>
    private static int Widened(int probes, double share, int lists) => (int)Math.Min(lists, Math.Ceiling(probes / Math.Sqrt(share)));

    private static ReadOnlySpan<ulong> Rank(IvfIndex index, EncodedQuery query, TopK order, int count)
    {
        order.Reset(Math.Min(count, index.Count));
        index.Centroids.Space.Scan(new VectorBlock(index.Centroids.Rows, 0, index.Count), query.Pointer, order);
        return order.Sort();
    }

    private static EncodedQuery PointOf(IvfIndex index, ReadOnlySpan<byte> elements, Scratch scratch)
    {
        Span<float> point = scratch.Point(index.Space.Dimensions);
        index.Space.ToQueryPoint(elements, point);
        return new EncodedQuery(index.Centroids.Quantizer, point);
    }

    private static void ReadRange(Lists lists, ReadOnlySpan<ulong> order, int from, CancellationToken cancellation)
    {
        for (int i = from; i < order.Length; i++)
        {
            if (i % GlanceLists == 0)
                cancellation.ThrowIfCancellationRequested();
            if (i + 1 < order.Length)
                lists.FetchSoon(DistanceKey.Row(order[i + 1]));
            lists.Read(DistanceKey.Row(order[i]));
        }
    }

    /// <summary>What reads the lists of one search.</summary>
    private readonly ref struct Lists(
        IvfIndex index, RowSpace space, byte* rows, byte* query, Bitmap? accept, TopK found, bool namesPlaces)
    {
        private readonly byte* _rows = rows;
        private readonly byte* _query = query;

        public void FetchSoon(int list)
        {
            int start = index.StartOf(list);
            Prefetch.Lines((byte*)(index.Rows + start), Prefetch.LineBytes);
            if (namesPlaces && accept is null)
                Prefetch.Lines(_rows + ((long)start * space.Stride), FetchedBytes);
        }

        public void Read(int list)
        {
            int start = index.StartOf(list);
            int count = index.StartOf(list + 1) - start;
            if (accept is not null)
                ReadAccepted(start, count);
            else if (namesPlaces)
                space.Scan(new VectorBlock(_rows + ((long)start * space.Stride), start, count), _query, found);
            else
                space.Scan(_rows, index.Rows + start, count, _query, found);
        }

        private void ReadAccepted(int start, int count)
        {
            int* accepted = stackalloc int[PieceRows];
            for (int end = start + count; start < end; start += PieceRows)
            {
                int taken = Accepted(start, Math.Min(end, start + PieceRows), accepted);
                space.Scan(_rows, accepted, taken, _query, found);
            }
        }

        /// <summary>Gathers what may be a hit from one place to another, without a branch that depends on the filter.</summary>
        private int Accepted(int start, int end, int* accepted)
        {
            int* numbers = index.Rows;
            int* names = namesPlaces ? null : numbers;
            int taken = 0;
            fixed (ulong* words = accept!.Words)
            {
                for (int place = start; place < end; place++)
                {
                    int row = numbers[place];
                    accepted[taken] = names == null ? place : row;
                    taken += (int)(words[row >> 6] >> row & 1);
                }
            }

            return taken;
        }
    }

    private sealed class Scratch
    {
        private float[] _point = [];

        public TopK Order { get; } = new(1);

        public TopK Positions { get; } = new(1);

        public Span<float> Point(int dimensions)
        {
            if (_point.Length < dimensions)
                _point = new float[dimensions];
            return _point.AsSpan(0, dimensions);
        }
    }
}
