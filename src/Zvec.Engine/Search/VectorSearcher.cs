using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Answers a <see cref="VectorQuery"/>: each segment by the cheapest way that keeps recall, one order over all, the winners'
/// documents at the end.</summary>
internal static class VectorSearcher
{
    /// <summary>The most hits a query may ask for.</summary>
    public const int LargestTop = 100_000;

    private const int DefaultEf = 200;

    private const int DefaultRefineFactor = 3;

    private static readonly ConcurrentDictionary<(VectorRowLayout, Metric), VectorSpace> Spaces = new();

    [ThreadStatic]
    private static TopK? _results;

    public static IReadOnlyList<SearchHit> Search(Snapshot snapshot, VectorQuery query, CancellationToken cancellationToken)
    {
        VectorSchema field = Check(snapshot.Schema, query);
        FieldSelection selection = FieldSelection.For(snapshot.Schema, query.OutputFields, query.IncludeVectors);
        BoundFilter? filter = query.Filter is null ? null : FilterBinder.Bind(query.Filter, snapshot.Schema);
        VectorRowLayout layout = VectorRowLayout.For(field);
        VectorSpace space = SpaceOf(layout, field.Index.Metric);
        int wanted = query.Skip + query.Top;
        List<Candidate> candidates = Collect(snapshot, query, field, space, filter, wanted, cancellationToken);

        candidates.Sort();
        int count = Math.Max(0, Math.Min(candidates.Count, wanted) - query.Skip);
        SearchHit[] hits = new SearchHit[count];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Candidate candidate = candidates[query.Skip + i];
            Segment segment = snapshot.Views[candidate.Segment].Segment;
            Document document = RowReader.Read(segment, candidate.Row, snapshot.Schema, selection);
            hits[i] = new SearchHit(document, Score(field.Index.Metric, candidate.Distance));
        }

        return hits;
    }

    private static List<Candidate> Collect(
        Snapshot snapshot,
        VectorQuery query,
        VectorSchema field,
        VectorSpace space,
        BoundFilter? filter,
        int wanted,
        CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> elements = Elements(query, field, snapshot.Schema);
        using var encoded = new EncodedQuery(space.Layout, elements);
        int ef = Math.Max(query.Ef ?? Math.Max(DefaultEf, 2 * wanted), wanted);
        int capacity = VectorSearch.CandidatesFor(wanted);
        TopK results = _results ??= new TopK(capacity);
        var candidates = new List<Candidate>();
        var hits = new List<VectorHit>();
        for (int i = 0; i < snapshot.Views.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SegmentView view = snapshot.Views[i];
            if (view.LiveCount == 0 || view.Segment.FindVectors(field.Id) is not { } column)
                continue;
            Bitmap? accept = view.Live;
            int acceptCount = view.LiveCount;
            if (filter is not null)
            {
                accept = SegmentFilter.MatchingRows(view, snapshot.Schema, filter, cancellationToken);
                acceptCount = accept.CountSet();
                if (acceptCount == 0)
                    continue;
            }

            VectorSpace own = column.Layout == space.Layout ? space : SpaceOf(column.Layout, space.Metric);
            HnswGraph? graph = query.Exact ? null : view.Segment.FindGraph(field.Id);
            if (graph is not null && VectorSearch.ScanIsCheaper(graph, acceptCount, ef))
                graph = null;
            hits.Clear();
            if (!query.Exact && view.Segment.FindCodes(field.Id) is { } codes)
            {
                results.Reset(query.Refine ? Math.Max(capacity, wanted * (query.RefineFactor ?? DefaultRefineFactor)) : wanted);
                using var codeQuery = new EncodedQuery(codes.Quantizer, MemoryMarshal.Cast<byte, float>(elements));
                if (graph is not null)
                    VectorSearch.Hnsw(graph, codes, codeQuery, ef, accept, results, cancellationToken);
                else
                    VectorSearch.Flat(codes, column, codeQuery, accept, results, cancellationToken);
            }
            else if (!query.Exact && view.Segment.FindIvf(field.Id) is { } ivf)
            {
                bool refines = query.Refine && ivf.Codes is not null;
                results.Reset(refines ? Math.Max(capacity, wanted * (query.RefineFactor ?? DefaultRefineFactor)) : capacity);
                IvfSearch.Search(ivf, own, column, elements, encoded, query.NProbe, accept, acceptCount, results, cancellationToken);
            }
            else
            {
                results.Reset(capacity);
                if (graph is not null)
                    VectorSearch.Hnsw(graph, own, column, encoded, ef, accept, results, cancellationToken);
                else
                    VectorSearch.Flat(own, column, view.RowCount, encoded, accept, results, cancellationToken);
            }

            VectorSearch.Rescore(own, column, encoded, results, hits);
            foreach (VectorHit hit in hits)
                candidates.Add(new Candidate(hit.Distance, i, hit.Row));
        }

        return candidates;
    }

    private static VectorSpace SpaceOf(VectorRowLayout layout, Metric metric) =>
        Spaces.GetOrAdd((layout, metric), static key => VectorSpace.For(key.Item1, key.Item2));

    private static VectorSchema Check(CollectionSchema schema, VectorQuery query)
    {
        if (query.Top < 1 || query.Skip < 0 || (long)query.Skip + query.Top > LargestTop)
            throw Invalid(schema, $"Top {query.Top} with Skip {query.Skip} was asked: Top is at least 1, Skip at least 0, "
                + $"and together they are at most {LargestTop}");
        if (query.Ef is < 1 or > LargestTop)
            throw Invalid(schema, $"Ef {query.Ef} was asked, which must be from 1 to {LargestTop}");
        if (query.NProbe is < 1 or > SchemaValidator.MaxLists)
            throw Invalid(schema, $"NProbe {query.NProbe} was asked, which must be from 1 to {SchemaValidator.MaxLists}");
        VectorSchema field = schema.FindVector(query.Field) ?? throw new ZvecException(
            ZvecErrorCode.NotFound,
            $"Collection '{schema.Name}' has no vector field '{query.Field}'; its fields are {schema.DescribeFields()}.");
        if (query.Dimensions != field.Dimensions)
        {
            throw new ZvecException(
                ZvecErrorCode.DimensionMismatch,
                $"Vector field '{field.Name}' of collection '{schema.Name}' has {field.Dimensions} dimensions, "
                    + $"and the query's vector has {query.Dimensions}.");
        }

        return field;
    }

    private static ReadOnlySpan<byte> Elements(VectorQuery query, VectorSchema field, CollectionSchema schema)
    {
        ReadOnlySpan<byte> elements = query.Vector switch
        {
            ReadOnlyMemory<float> floats => MemoryMarshal.AsBytes(floats.Span),
            ReadOnlyMemory<Half> halves => MemoryMarshal.AsBytes(halves.Span),
            ReadOnlyMemory<sbyte> integers => MemoryMarshal.AsBytes(integers.Span),
            _ => throw new InvalidOperationException($"A query holds a {query.Vector.GetType()}."),
        };
        if (VectorElements.IndexOfNotFinite(query.Type, elements) >= 0)
            throw Invalid(schema, $"The query's vector for field '{field.Name}' has an element that is NaN or infinite");
        if (query.Type == field.Type)
            return elements;
        byte[] converted = new byte[field.Dimensions * sizeof(float)];
        if (query.Type == VectorType.Float32 && VectorElements.TryConvert(MemoryMarshal.Cast<byte, float>(elements), field.Type, converted))
            return converted.AsSpan(0, VectorRowLayout.For(field).DataBytes);
        throw Invalid(schema, $"The query's vector of type {query.Type} cannot be converted to the type {field.Type} "
            + $"of field '{field.Name}'");
    }

    private static ZvecException Invalid(CollectionSchema schema, string what) =>
        new(ZvecErrorCode.InvalidArgument, $"Collection '{schema.Name}' cannot answer the query. {what}.");

    private static float Score(Metric metric, double distance) => (float)(metric == Metric.InnerProduct ? -distance : distance);

    /// <summary>A possible hit; sorts by distance, then by place.</summary>
    private readonly record struct Candidate(double Distance, int Segment, int Row) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            int order = Distance.CompareTo(other.Distance);
            if (order != 0)
                return order;
            order = Segment.CompareTo(other.Segment);
            return order != 0 ? order : Row.CompareTo(other.Row);
        }
    }
}
