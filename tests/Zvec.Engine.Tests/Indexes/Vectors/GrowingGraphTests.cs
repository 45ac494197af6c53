using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Tests.Data;

namespace Zvec.Engine.Tests.Indexes.Vectors;

/// <summary>Searches of graphs of which part of the rows is linked.</summary>
public sealed class GrowingGraphTests
{
    private const int Rows = 7_000;
    private const int Queries = 100;
    private const int Top = 20;
    private const int M = 12;
    private const int EfConstruction = 60;

    private static readonly VectorRowLayout Layout = new(VectorType.Float32, GloveVectors.Dimensions, true);
    private static readonly VectorSpace Space = VectorSpace.For(Layout, Metric.Cosine);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_500)]
    [InlineData(Rows)]
    public void Rows_are_found_whether_they_are_linked_or_not(int linked)
    {
        using MappedVectorColumn column = Column();
        using HnswConstruction construction = HnswBuilder.Begin(Space, column, M, EfConstruction);
        using var growing = new GrowingGraph(construction);
        Link(construction, linked);
        construction.AddLinked([.. Enumerable.Range(0, linked)]);
        AssertFindsNearest(growing, column, accept: null);
        AssertFindsNearest(growing, column, Every(3));
        AssertFindsNearest(growing, column, Every(1_000));
    }

    [Fact]
    public void Rows_that_are_linked_meanwhile_are_found_once()
    {
        using MappedVectorColumn column = Column();
        using HnswConstruction construction = HnswBuilder.Begin(Space, column, M, EfConstruction);
        using var growing = new GrowingGraph(construction);
        Link(construction, Rows);
        construction.AddLinked([.. Enumerable.Range(0, 4_000)]);
        AssertFindsNearest(growing, column, accept: null);
        AssertFindsNearest(growing, column, Every(2));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1_500, true)]
    public void Rows_of_a_reused_graph_are_walked_from_when_all_of_them_are_linked(int linked, bool isOpen)
    {
        const int Carried = 4_500;
        using MappedVectorColumn column = Column();
        using MappedVectorColumn old = Column(Rows - Carried, Carried);
        using HnswGraph reused = HnswBuilder.Build(
            Space, old, M, EfConstruction, threads: 2, cancellation: TestContext.Current.CancellationToken);
        using HnswConstruction construction = HnswBuilder.Begin(
            Space, column, M, EfConstruction, reused: new ReusedGraph(reused, [.. Enumerable.Range(Rows - Carried, Carried)]));
        using var growing = new GrowingGraph(construction);
        using (HnswInserter inserter = construction.Space.CreateInserter(construction))
        {
            for (int row = 0; row < (isOpen ? Carried : Carried / 2); row++)
                inserter.CarryOver(row);
            if (isOpen)
            {
                if (construction.Shape.EntryPoint != construction.FirstNode)
                    inserter.Insert(construction.Shape.EntryPoint);
                construction.Carried![construction.Shape.EntryPoint] = true;
                construction.AddLinked([construction.Shape.EntryPoint, .. Enumerable.Range(Rows - Carried, Carried)]);
            }
        }

        Link(construction, linked);
        construction.AddLinked([.. Enumerable.Range(0, linked)]);
        AssertFindsNearest(growing, column, accept: null);
        AssertFindsNearest(growing, column, Every(3));
    }

    [Fact]
    public void Rows_without_a_vector_are_no_hits()
    {
        using MappedVectorColumn column = VectorColumns.Mapped(
            Layout, Enumerable.Range(0, Rows).Select(row => row % 4 == 0 ? null : Bytes(row)));
        using HnswConstruction construction = HnswBuilder.Begin(Space, column, M, EfConstruction);
        using var growing = new GrowingGraph(construction);
        Link(construction, 4_500);
        construction.AddLinked([.. Enumerable.Range(0, 4_500)]);
        AssertFindsNearest(growing, column, accept: null);
        AssertFindsNearest(growing, column, Every(3));
    }

    [Fact]
    public void The_last_to_let_go_frees_the_graph()
    {
        using MappedVectorColumn column = Column();
        using HnswConstruction construction = HnswBuilder.Begin(Space, column, M, EfConstruction);
        var growing = new GrowingGraph(construction);
        Link(construction, Rows);
        construction.AddLinked([.. Enumerable.Range(0, Rows)]);
        Assert.True(growing.TryEnter());
        growing.Dispose();
        Assert.True(growing.TryEnter());
        growing.Dispose();
        AssertFindsNearest(growing, column, accept: null);
        growing.Dispose();
        Assert.False(growing.TryEnter());
    }

    private static void Link(HnswConstruction construction, int count)
    {
        using HnswInserter inserter = construction.Space.CreateInserter(construction);
        for (int row = 0; row < count; row++)
        {
            if (construction.Present?[row] != false && construction.Carried?[row] != true)
                inserter.Insert(row);
        }
    }

    private static void AssertFindsNearest(GrowingGraph growing, VectorColumn column, Bitmap? accept)
    {
        int found = 0;
        int wanted = 0;
        for (int i = 0; i < Queries; i++)
        {
            using var query = new EncodedQuery(Layout, Bytes(Rows + i));
            var exact = new TopK(Top);
            VectorSearch.Flat(Space, column, Rows, query, accept, exact);
            var results = new TopK(Top);
            growing.Search(query, ef: 80, accept, accept?.CountSet() ?? Rows, results, TestContext.Current.CancellationToken);
            int[] hits = RowsOf(results);
            Assert.Equal(exact.Count, hits.Length);
            Assert.Equal(hits.Length, hits.Distinct().Count());
            found += hits.Intersect(RowsOf(exact)).Count();
            wanted += hits.Length;
        }

        Assert.InRange(found, wanted * 0.97, wanted);
    }

    private static int[] RowsOf(TopK results) => [.. results.Sort().ToArray().Select(DistanceKey.Row)];

    private static Bitmap Every(int step)
    {
        var rows = new Bitmap(Rows);
        for (int row = 0; row < Rows; row += step)
            rows[row] = true;
        return rows;
    }

    private static byte[] Bytes(int row) => VectorColumns.Bytes<float>(GloveVectors.Row(row));

    private static MappedVectorColumn Column(int start = 0, int count = Rows) =>
        VectorColumns.Mapped(Layout, Enumerable.Range(start, count).Select(Bytes));
}
