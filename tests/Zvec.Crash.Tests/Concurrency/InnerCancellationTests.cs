using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Work that touches no file looks at its token between some thousand rows.</summary>
public sealed class InnerCancellationTests
{
    private const int Rows = 100_000;
    private const int CancelAt = 5_000;
    private const int MostRowsAfter = 20_000;

    [Fact]
    public void Writing_a_column_ends_soon_after_it_is_cancelled() => AssertEndsSoon((column, token) =>
        Write(FileKind.Column, file => ColumnWriter.Write(
            file, DataType.String, [new ColumnRows(column, Enumerable.Range(0, Rows).ToArray())], token)));

    [Fact]
    public void Writing_an_inverted_index_ends_soon_after_it_is_cancelled() => AssertEndsSoon((column, token) =>
        Write(FileKind.InvertedIndex, file => InvertedIndexWriter.Write(file, column, Rows, token)));

    [Fact]
    public void Evaluating_a_filter_ends_soon_after_it_is_cancelled() => AssertEndsSoon((column, token) =>
    {
        CollectionSchema schema = new CollectionSchema("c") { Fields = { new FieldSchema("text", DataType.String) } }.WithIds();
        BoundFilter filter = FilterBinder.Bind("text like '%7%' or text like '%8%'", schema);
        FilterEvaluator.Evaluate(filter, new Source(column, token));
    });

    [Fact]
    public void A_scan_of_vectors_ends_soon_after_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        using var column = new CancellingVectors(Rows, cancelAt: 2, source);
        VectorSpace space = VectorSpace.For(column.Layout, Metric.L2);
        using var query = new EncodedQuery(column.Layout, MemoryMarshal.AsBytes<float>([1f, 2, 3, 4]));
        Assert.Throws<OperationCanceledException>(() =>
            VectorSearch.Flat(space, column, Rows, query, accept: null, new TopK(5), source.Token));
        Assert.Equal(2, column.Asked);
    }

    [Fact]
    public void A_scan_in_pieces_finds_what_a_scan_in_one_finds()
    {
        using var column = new CancellingVectors(Rows);
        VectorSpace space = VectorSpace.For(column.Layout, Metric.L2);
        using var query = new EncodedQuery(column.Layout, MemoryMarshal.AsBytes<float>([77_777f, 2, 7, 1]));
        Bitmap odd = new(Rows);
        for (int row = 1; row < Rows; row += 2)
            odd[row] = true;
        foreach (Bitmap? accept in new[] { null, odd })
        {
            var results = new TopK(3);
            VectorSearch.Flat(space, column, Rows, query, accept, results);
            IEnumerable<int> expected = Enumerable.Range(0, Rows)
                .Where(row => accept?[row] != false)
                .OrderBy(row => Math.Pow(row - 77_777, 2) + Math.Pow((row % 17) - 2, 2) + Math.Pow((row % 101) - 7, 2))
                .Take(3);
            Assert.Equal(expected, results.Sort().ToArray().Select(DistanceKey.Row));
        }
    }

    [Fact]
    public void A_walk_of_a_graph_looks_at_its_token_and_gives_its_memory_back()
    {
        using var column = new CancellingVectors(1_000);
        VectorSpace space = VectorSpace.For(column.Layout, Metric.L2);
        using HnswGraph graph = HnswBuilder.Build(space, column, m: 8, efConstruction: 20, threads: 1);
        using var query = new EncodedQuery(column.Layout, MemoryMarshal.AsBytes<float>([1f, 2, 3, 4]));
        var results = new TopK(5);
        var cancelled = new CancellationToken(canceled: true);
        (Bitmap?, FilterPlan)[] ways =
            [(null, FilterPlan.Measured), (Bitmap.Full(1_000), FilterPlan.WideWalk), (Bitmap.Full(1_000), FilterPlan.TwoHop)];
        foreach ((Bitmap? accept, FilterPlan plan) in ways)
        {
            Assert.Throws<OperationCanceledException>(() =>
                VectorSearch.Hnsw(graph, space, column, query, 50, accept, plan, results, cancelled));
            HnswScratch scratch = graph.Scratch.Rent();
            graph.Scratch.Return(scratch);
            Assert.Throws<OperationCanceledException>(() =>
                VectorSearch.Hnsw(graph, space, column, query, 50, accept, plan, results, cancelled));
            HnswScratch again = graph.Scratch.Rent();
            graph.Scratch.Return(again);
            Assert.Same(scratch, again);
        }

        Assert.Equal(0, results.Count);
        VectorSearch.Hnsw(graph, space, column, query, 50, accept: null, results);
        Assert.Equal(5, results.Count);
    }

    private static void AssertEndsSoon(Action<CancellingText, CancellationToken> work)
    {
        using var source = new CancellationTokenSource();
        var column = new CancellingText(CancelAt, source);
        Assert.Throws<OperationCanceledException>(() => work(column, source.Token));
        Assert.InRange(column.LastRead, CancelAt, CancelAt + MostRowsAfter);
    }

    private static void Write(FileKind kind, Action<SectionFileWriter> write)
    {
        using var file = new SectionFileWriter(new MemoryFileSystem("/data"), "/data/file", kind, version: 1);
        write(file);
    }

    private sealed class Source(Column column, CancellationToken cancellation) : IFilterSource
    {
        public int RowCount => Rows;

        public CancellationToken Cancellation => cancellation;

        public Column Column(int fieldId) => column;

        public InvertedIndexReader? Index(int fieldId) => null;
    }
}
