using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Tests.Data;

namespace Zvec.Engine.Tests.Indexes.Vectors;

/// <summary>Graphs that are built upon the graph of part of their rows.</summary>
public sealed unsafe class HnswReuseTests(HnswReuseTests.Words shared) : IClassFixture<HnswReuseTests.Words>
{
    private const int Rows = 7_000;
    private const int Queries = GloveVectors.Count - Rows;
    private const int Top = 10;
    private const int M = 12;
    private const int EfConstruction = 60;

    [Theory]
    [InlineData(3_500, 0)]
    [InlineData(6_900, 0)]
    [InlineData(7_000, 3)]
    [InlineData(6_000, 9)]
    public void Recall_is_that_of_a_new_graph(int oldRows, int lostPercent)
    {
        int[] newRows = Map(oldRows, lostPercent, out List<int> order);
        using MappedVectorColumn old = Column(Enumerable.Range(0, oldRows));
        using HnswGraph oldGraph = Build(old, threads: 1);
        using MappedVectorColumn column = Column(order);
        using HnswGraph fresh = Build(column, threads: 1);
        using HnswGraph extended = Build(column, threads: 1, new ReusedGraph(oldGraph, newRows));
        AssertSound(extended, column);
        foreach (int ef in new[] { 60, 120 })
            Assert.InRange(shared.Recall(extended, column, ef), shared.Recall(fresh, column, ef) - 0.002, 1);
    }

    [Fact]
    public void Rows_keep_their_levels_and_links_when_none_is_gone()
    {
        using MappedVectorColumn column = Column(Enumerable.Range(0, 2_000));
        using HnswGraph old = Build(column, threads: 1);
        using HnswGraph same = Build(column, threads: 1, new ReusedGraph(old, [.. Enumerable.Range(0, 2_000)]));
        Assert.Equal(old.Shape, same.Shape);
        Assert.True(BaseLinks(old).SequenceEqual(BaseLinks(same)));
    }

    [Fact]
    public void One_thread_extends_to_the_same_graph_again()
    {
        int[] newRows = Map(2_000, 7, out List<int> order);
        using MappedVectorColumn old = Column(Enumerable.Range(0, 2_000));
        using HnswGraph oldGraph = Build(old, threads: 1);
        using MappedVectorColumn column = Column(order);
        using HnswGraph one = Build(column, threads: 1, new ReusedGraph(oldGraph, newRows));
        using HnswGraph two = Build(column, threads: 1, new ReusedGraph(oldGraph, newRows));
        Assert.Equal(one.Shape, two.Shape);
        Assert.True(BaseLinks(one).SequenceEqual(BaseLinks(two)));
    }

    [Fact]
    public void A_few_rows_carry_many_new_ones_on_higher_levels()
    {
        using MappedVectorColumn old = Column(Enumerable.Range(0, 3));
        using HnswGraph oldGraph = Build(old, threads: 1);
        using MappedVectorColumn column = Column(Enumerable.Range(0, Rows));
        using HnswGraph extended = Build(column, threads: 2, new ReusedGraph(oldGraph, [0, 1, 2]));
        Assert.Equal(0, oldGraph.Shape.TopLevel);
        Assert.True(extended.Shape.TopLevel > 1);
        AssertSound(extended, column);
        Assert.InRange(shared.Recall(extended, column, 100), 0.97, 1);
    }

    [Fact]
    public void Rows_that_have_lost_all_their_neighbours_are_linked_again()
    {
        // two far clusters, of one of which all but two rows are gone
        var layout = new VectorRowLayout(VectorType.Float32, 2, false);
        var random = new Random(3);
        byte[][] vectors =
        [
            .. Enumerable.Range(0, 3_000).Select(row => VectorColumns.Bytes<float>(
                [(row < 200 ? 1_000 : 0) + random.NextSingle(), random.NextSingle()])),
        ];
        int[] newRows = [.. Enumerable.Range(0, 3_000).Select(row => row is 17 or 117 or >= 200 ? row : HnswGraph.NoRow)];
        var space = VectorSpace.For(layout, Metric.L2);
        using MappedVectorColumn old = VectorColumns.Mapped(layout, vectors);
        using HnswGraph oldGraph = HnswBuilder.Build(space, old, 4, 20, threads: 1, cancellation: TestContext.Current.CancellationToken);
        using MappedVectorColumn column = VectorColumns.Mapped(
            layout, vectors.Select((vector, row) => newRows[row] < 0 ? null : vector));
        using HnswGraph graph = HnswBuilder.Build(
            space, column, 4, 20, threads: 1, reused: new ReusedGraph(oldGraph, newRows),
            cancellation: TestContext.Current.CancellationToken);
        AssertSound(graph, column);
        foreach (int row in new[] { 17, 117 })
        {
            using var query = new EncodedQuery(layout, vectors[row]);
            var results = new TopK(1);
            VectorSearch.Hnsw(graph, space, column, query, 20, null, results);
            Assert.Equal(row, DistanceKey.Row(results.Sort()[0]));
        }
    }

    [Fact]
    public void A_graph_of_other_parameters_or_with_few_rows_left_is_not_reused()
    {
        using MappedVectorColumn column = Column(Enumerable.Range(0, 1_000));
        using HnswGraph graph = Build(column, threads: 1);
        int[] all = [.. Enumerable.Range(0, 1_000)];
        Assert.True(new ReusedGraph(graph, all).IsWorthwhile(M, EfConstruction));
        Assert.False(new ReusedGraph(graph, all).IsWorthwhile(M + 1, EfConstruction));
        Assert.False(new ReusedGraph(graph, all).IsWorthwhile(M, EfConstruction + 1));
        Assert.False(new ReusedGraph(graph, [.. all.Select(row => row % 10 == 0 ? row : HnswGraph.NoRow)]).IsWorthwhile(M, EfConstruction));
        using HnswGraph other = HnswBuilder.Build(
            shared.Space, column, 4, 20, threads: 1, reused: new ReusedGraph(graph, all),
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(4, other.Shape.M);
        AssertSound(other, column);
    }

    [Fact]
    public void A_graph_is_searched_while_it_is_built()
    {
        using MappedVectorColumn column = Column(Enumerable.Range(0, Rows));
        using HnswConstruction construction = HnswBuilder.Begin(shared.Space, column, M, EfConstruction);
        using HnswGraph graph = construction.Graph;
        var builder = new Thread(() => HnswBuilder.Run(construction, threads: 2));
        builder.Start();
        int found = 0;
        int wanted = 0;
        for (int i = 0; builder.IsAlive; i++)
        {
            // a row that was linked before the search is the nearest to itself
            Bitmap missing = construction.Missing();
            int row = i * 7919 % Rows;
            if (missing[row])
                continue;
            using var query = new EncodedQuery(column.Layout, VectorColumns.Bytes<float>(GloveVectors.Row(row)));
            var results = new TopK(1);
            VectorSearch.Hnsw(graph, shared.Space, column, query, 50, null, results);
            wanted++;
            found += DistanceKey.Row(results.Sort()[0]) == row ? 1 : 0;
        }

        builder.Join();
        Assert.InRange(found, wanted * 0.97, wanted);
        AssertSound(graph, column);
    }

    [Fact]
    public void All_rows_are_missing_before_and_none_after()
    {
        using MappedVectorColumn old = Column(Enumerable.Range(0, 1_000));
        using HnswGraph oldGraph = Build(old, threads: 1);
        using MappedVectorColumn column = Column(Enumerable.Range(0, 3_000));
        using HnswConstruction construction = HnswBuilder.Begin(
            shared.Space, column, M, EfConstruction, reused: new ReusedGraph(oldGraph, [.. Enumerable.Range(2_000, 1_000)]));
        using HnswGraph graph = construction.Graph;
        Assert.Equal(3_000, construction.Missing().CountSet());
        HnswBuilder.Run(construction, threads: 1, TestContext.Current.CancellationToken);
        Assert.Equal(0, construction.Missing().CountSet());
        AssertSound(graph, column);
    }

    /// <summary>Maps old rows to new ones, some to none; rows that are not old follow behind.</summary>
    private static int[] Map(int oldRows, int lostPercent, out List<int> order)
    {
        var random = new Random(lostPercent);
        int[] newRows = new int[oldRows];
        order = [];
        for (int row = 0; row < oldRows; row++)
        {
            bool isLost = random.Next(100) < lostPercent;
            newRows[row] = isLost ? HnswGraph.NoRow : order.Count;
            if (!isLost)
                order.Add(row);
        }

        order.AddRange(Enumerable.Range(oldRows, Rows - oldRows));
        return newRows;
    }

    private static void AssertSound(HnswGraph graph, VectorColumn column)
    {
        Assert.Null(HnswChecker.FindProblem(graph, column));
        HnswPointers pointers = graph.Pointers;
        Assert.Equal(graph.Shape.TopLevel, pointers.Levels[graph.Shape.EntryPoint]);
        for (int row = 0; row < graph.Count; row++)
        {
            Assert.True(pointers.Levels[row] <= graph.Shape.TopLevel);
            for (int level = 0; level <= pointers.Levels[row]; level++)
            {
                int[] links = new ReadOnlySpan<int>(pointers.Links(level, row), pointers.Places(level)).ToArray();
                int[] used = [.. links.TakeWhile(link => link >= 0)];
                Assert.Equal(used.Length, used.Distinct().Count());
                Assert.All(used, link => Assert.True(pointers.Levels[link] >= level));
                Assert.True(used.Length > 0 || level > 0 || !column.HasVector(row), $"Row {row} has no links.");
            }
        }
    }

    private static ReadOnlySpan<int> BaseLinks(HnswGraph graph) => new(graph.Pointers.BaseLinks, graph.Count * graph.Shape.BasePlaces);

    private static MappedVectorColumn Column(IEnumerable<int> rows)
        => VectorColumns.Mapped(
            new VectorRowLayout(VectorType.Float32, GloveVectors.Dimensions, true),
            rows.Select(row => VectorColumns.Bytes<float>(GloveVectors.Row(row))));

    private HnswGraph Build(VectorColumn column, int threads, ReusedGraph? reused = null)
        => HnswBuilder.Build(
            shared.Space, column, M, EfConstruction, threads, reused: reused, cancellation: TestContext.Current.CancellationToken);

    public sealed class Words
    {
        internal VectorSpace Space { get; } =
            VectorSpace.For(new VectorRowLayout(VectorType.Float32, GloveVectors.Dimensions, true), Metric.Cosine);

        /// <summary>The share of the true nearest rows of words that are in no graph that searches find.</summary>
        internal double Recall(HnswGraph graph, VectorColumn column, int ef)
        {
            int found = 0;
            for (int i = 0; i < Queries; i++)
            {
                using var query = new EncodedQuery(column.Layout, VectorColumns.Bytes<float>(GloveVectors.Row(Rows + i)));
                var exact = new TopK(Top);
                VectorSearch.Flat(Space, column, column.Count, query, accept: null, exact);
                var walked = new TopK(Top);
                VectorSearch.Hnsw(graph, Space, column, query, ef, accept: null, walked);
                found += RowsOf(exact).Intersect(RowsOf(walked)).Count();
            }

            return (double)found / (Queries * Top);
        }

        private static int[] RowsOf(TopK results) => [.. results.Sort().ToArray().Select(DistanceKey.Row)];
    }
}
