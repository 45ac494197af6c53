using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Vectors;

public sealed unsafe class HnswIndexTests(HnswIndexTests.Graph shared) : IClassFixture<HnswIndexTests.Graph>
{
    private const int Queries = 100;
    private const int Top = 10;

    [Theory]
    [InlineData(100, 0.95)]
    [InlineData(200, 0.98)]
    public void Recall_on_word_vectors_is_high(int ef, double floor)
        => Assert.InRange(shared.Recall(shared.Built, ef, accept: null), floor, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(90)]
    public void Recall_holds_under_filters(int percent)
    {
        var accept = new Bitmap(shared.Column.Count);
        var random = new Random(percent);
        for (int row = 0; row < accept.Length; row++)
            accept[row] = random.Next(100) < percent;
        Assert.InRange(shared.Recall(shared.Built, 100, accept), 0.95, 1);
    }

    [Fact]
    public void Few_rows_are_better_scanned_and_many_better_walked()
    {
        Assert.True(VectorSearch.ScanIsCheaper(shared.Built, 0, 100));
        Assert.True(VectorSearch.ScanIsCheaper(shared.Built, 100, 100));
        Assert.True(VectorSearch.ScanIsCheaper(shared.Built, shared.Built.Count, 1_000));
        Assert.False(VectorSearch.ScanIsCheaper(shared.Built, shared.Built.Count, 100));
    }

    [Fact]
    public void Hits_are_accepted_rows_in_order_and_never_more_than_there_are()
    {
        var accept = new Bitmap(shared.Column.Count) { [17] = true, [4711] = true, [23] = true };
        List<VectorHit> hits = shared.Search(shared.Built, GloveVectors.Row(0), 10, 50, accept);
        Assert.Equal([17, 23, 4711], hits.Select(hit => hit.Row).Order());
        Assert.Equal(hits.OrderBy(hit => hit.Distance), hits);
    }

    [Fact]
    public void Search_with_empty_bitmap_returns_nothing()
        => Assert.Empty(shared.Search(shared.Built, GloveVectors.Row(0), 10, 50, new Bitmap(shared.Column.Count)));

    [Theory]
    [InlineData(VectorType.Float32, Metric.L2)]
    [InlineData(VectorType.Float32, Metric.InnerProduct)]
    [InlineData(VectorType.Float16, Metric.Cosine)]
    [InlineData(VectorType.Int8, Metric.Cosine)]
    [InlineData(VectorType.Int8, Metric.L2)]
    public void Every_type_and_metric_is_walked(VectorType type, Metric metric)
    {
        var layout = new VectorRowLayout(type, GloveVectors.Dimensions, metric == Metric.Cosine);
        byte[][] vectors = [.. Enumerable.Range(0, 3000).Select(row => Vector(type, row))];
        using MappedVectorColumn column = VectorColumns.Mapped(layout, vectors);
        var space = VectorSpace.For(layout, metric);
        using HnswGraph graph = HnswBuilder.Build(space, column, 16, 100, threads: 1, cancellation: TestContext.Current.CancellationToken);
        int found = 0;
        for (int i = 0; i < 50; i++)
        {
            using var query = new EncodedQuery(layout, Vector(type, 4000 + i));
            var exact = new TopK(Top);
            VectorSearch.Flat(space, column, column.Count, query, accept: null, exact);
            var walked = new TopK(Top);
            VectorSearch.Hnsw(graph, space, column, query, 200, accept: null, walked);
            found += Rows(exact).Intersect(Rows(walked)).Count();
        }

        Assert.InRange(found / (50.0 * Top), 0.95, 1);
    }

    [Fact]
    public void One_thread_builds_the_same_graph_again()
    {
        using MappedVectorColumn column = shared.First(1500);
        using HnswGraph one = HnswBuilder.Build(
            shared.Space, column, 8, 40, threads: 1, seed: 5, cancellation: TestContext.Current.CancellationToken);
        using HnswGraph two = HnswBuilder.Build(
            shared.Space, column, 8, 40, threads: 1, seed: 5, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Bytes(one), Bytes(two));
    }

    [Fact]
    public void Threads_together_build_a_graph_as_good()
    {
        using HnswGraph graph = HnswBuilder.Build(
            shared.Space, shared.Column, 16, 200, threads: 4, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(shared.Recall(graph, 100, accept: null), 0.95, 1);
    }

    [Fact]
    public void Graph_in_a_file_finds_what_the_one_in_memory_finds()
    {
        var files = new MemoryFileSystem("/");
        Write(files, shared.Built);
        using HnswGraph graph = Open(files);
        Assert.Equal(shared.Built.Shape, graph.Shape);
        for (int query = 0; query < 30; query++)
        {
            float[] vector = GloveVectors.Row(Graph.FirstQuery + query);
            Assert.Equal(shared.Search(shared.Built, vector, 20, 60, null), shared.Search(graph, vector, 20, 60, null));
        }
    }

    [Fact]
    public void Links_name_other_rows_once_and_lie_at_the_front()
    {
        HnswPointers pointers = shared.Built.Pointers;
        for (int row = 0; row < shared.Built.Count; row++)
        {
            for (int level = 0; level <= pointers.Levels[row]; level++)
            {
                int[] links = new ReadOnlySpan<int>(pointers.Links(level, row), pointers.Places(level)).ToArray();
                int[] used = [.. links.TakeWhile(link => link >= 0)];
                Assert.All(links.Skip(used.Length), link => Assert.Equal(HnswGraph.NoRow, link));
                Assert.Equal(used.Length, used.Distinct().Count());
                Assert.DoesNotContain(row, used);
                Assert.True(used.Length > 0 || level > 0, $"Row {row} has no links.");
            }
        }
    }

    [Fact]
    public void Rows_without_a_vector_are_not_found()
    {
        var layout = new VectorRowLayout(VectorType.Float32, 2, false);
        var random = new Random(6);
        byte[]?[] vectors = [.. Enumerable.Range(0, 500)
            .Select(i => i % 3 == 0 ? null : VectorColumns.Bytes<float>([random.NextSingle(), random.NextSingle()]))];
        using MappedVectorColumn column = VectorColumns.Mapped(layout, vectors);
        var space = VectorSpace.For(layout, Metric.L2);
        using HnswGraph graph = HnswBuilder.Build(space, column, 8, 64, threads: 2, cancellation: TestContext.Current.CancellationToken);
        using var query = new EncodedQuery(layout, new byte[8]);
        var results = new TopK(500);
        VectorSearch.Hnsw(graph, space, column, query, 500, null, results);
        Assert.Equal(Enumerable.Range(0, 500).Where(i => i % 3 != 0), results.Sort().ToArray().Select(DistanceKey.Row).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Few_rows_are_all_found(int count)
    {
        var layout = new VectorRowLayout(VectorType.Int8, 3, false);
        using MappedVectorColumn column = VectorColumns.Mapped(
            layout, Enumerable.Range(0, count).Select(i => new byte[] { (byte)i, 2, 3 }));
        var space = VectorSpace.For(layout, Metric.InnerProduct);
        using HnswGraph built = HnswBuilder.Build(space, column, 4, 8, threads: 2, cancellation: TestContext.Current.CancellationToken);
        var files = new MemoryFileSystem("/");
        Write(files, built);
        using HnswGraph graph = Open(files);
        using var query = new EncodedQuery(layout, [1, 1, 1]);
        var results = new TopK(5);
        VectorSearch.Hnsw(graph, space, column, query, 10, null, results);
        Assert.Equal(count, results.Count);
    }

    [Fact]
    public void Many_equal_vectors_do_not_cut_the_others_off()
    {
        var layout = new VectorRowLayout(VectorType.Float32, 4, true);
        var random = new Random(7);
        byte[] same = VectorColumns.Bytes<float>([1, 2, 3, 4]);
        byte[][] vectors =
        [
            .. Enumerable.Range(0, 3000).Select(i => i % 3 != 0 ? same : VectorColumns.Bytes<float>(
                [random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f])),
        ];
        using MappedVectorColumn column = VectorColumns.Mapped(layout, vectors);
        var space = VectorSpace.For(layout, Metric.Cosine);
        using HnswGraph graph = HnswBuilder.Build(space, column, 8, 64, threads: 1, cancellation: TestContext.Current.CancellationToken);
        int found = 0;
        for (int row = 0; row < 3000; row += 30)
        {
            using var query = new EncodedQuery(layout, vectors[row]);
            var results = new TopK(1);
            VectorSearch.Hnsw(graph, space, column, query, 64, null, results);
            found += DistanceKey.Row(results.Sort()[0]) == row ? 1 : 0;
        }

        Assert.InRange(found, 98, 100);
    }

    [Fact]
    public void Building_stops_when_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => HnswBuilder.Build(shared.Space, shared.Column, 16, 200, threads: 2, cancellation: cancelled.Token));
    }

    [Fact]
    public void Searching_again_and_again_forgets_the_searches_before()
    {
        // more searches than a visited mark has values
        List<VectorHit> first = shared.Search(shared.Built, GloveVectors.Row(1), 10, 20, null);
        for (int i = 0; i < 600; i++)
            Assert.Equal(first, shared.Search(shared.Built, GloveVectors.Row(1), 10, 20, null));
    }

    [Fact]
    public void Searches_in_parallel_find_the_same()
    {
        List<VectorHit>[] expected =
            [.. Enumerable.Range(0, 50).Select(i => shared.Search(shared.Built, GloveVectors.Row(i), 10, 40, null))];
        Parallel.For(0, 400, i => Assert.Equal(expected[i % 50], shared.Search(shared.Built, GloveVectors.Row(i % 50), 10, 40, null)));
    }

    [Theory]
    [InlineData(HnswFormat.HeaderSection, 0)]
    [InlineData(HnswFormat.HeaderSection, 4)]
    [InlineData(HnswFormat.HeaderSection, 12)]
    [InlineData(HnswFormat.HeaderSection, 16)]
    [InlineData(HnswFormat.HeaderSection, 20)]
    [InlineData(HnswFormat.LevelsSection, 4)]
    [InlineData(HnswFormat.UpperStartsSection, 4)]
    [InlineData(HnswFormat.BaseLinksSection, 4)]
    [InlineData(HnswFormat.BaseLinksSection, 99_996)]
    [InlineData(HnswFormat.UpperLinksSection, 4)]
    public void A_number_out_of_range_is_corruption(uint section, int offset)
    {
        using MappedVectorColumn column = shared.First(2000);
        using HnswGraph graph = HnswBuilder.Build(
            shared.Space, column, 8, 40, threads: 1, cancellation: TestContext.Current.CancellationToken);
        var files = new MemoryFileSystem("/");
        Write(files, graph);
        int start;
        using (var reader = new SectionFileReader(files, "v1.hnsw", HnswFormat.Kind, HnswFormat.Version, verify: true))
            start = (int)(reader.GetSection(section).Pointer - reader.GetSection(HnswFormat.HeaderSection).Pointer)
                + SectionFileWriter.HeaderLength;
        byte[] bytes = files.ReadAllBytes("v1.hnsw");
        BitConverter.TryWriteBytes(bytes.AsSpan(start + offset), 0x7F7F7F7F);
        files.Put("v1.hnsw", bytes);

        // checksums are not looked at, so only the graph's own checks stand in the way
        var error = Assert.Throws<ZvecException>(
            () => HnswReader.Open(new SectionFileReader(files, "v1.hnsw", HnswFormat.Kind, HnswFormat.Version, verify: false)));
        Assert.Equal(ZvecErrorCode.DataCorruption, error.Code);
    }

    private static byte[] Vector(VectorType type, int row) => type switch
    {
        VectorType.Float32 => VectorColumns.Bytes<float>(GloveVectors.Row(row)),
        VectorType.Float16 => VectorColumns.Bytes(GloveVectors.HalfRow(row)),
        _ => VectorColumns.Bytes<sbyte>([.. GloveVectors.Row(row).Select(element => (sbyte)Math.Clamp(element * 40, -127, 127))]),
    };

    /// <summary>The rows alone: a scan and a walk may measure a distance with other kernels, and round it otherwise.</summary>
    private static int[] Rows(TopK results) => [.. results.Sort().ToArray().Select(DistanceKey.Row)];

    private static byte[] Bytes(HnswGraph graph)
    {
        var files = new MemoryFileSystem("/");
        Write(files, graph);
        return files.ReadAllBytes("v1.hnsw");
    }

    private static void Write(MemoryFileSystem files, HnswGraph graph)
    {
        using var writer = new SectionFileWriter(files, "v1.hnsw", HnswFormat.Kind, HnswFormat.Version);
        HnswWriter.Write(writer, graph);
        writer.Finish();
    }

    private static HnswGraph Open(MemoryFileSystem files)
        => HnswReader.Open(new SectionFileReader(files, "v1.hnsw", HnswFormat.Kind, HnswFormat.Version, verify: true));

    /// <summary>Word vectors, the last hundred of which are queries and not in the graph.</summary>
    public sealed class Graph : IDisposable
    {
        internal const int FirstQuery = GloveVectors.Count - Queries;

        private readonly VectorRowLayout _layout = new(VectorType.Float32, GloveVectors.Dimensions, true);

        public Graph()
        {
            Column = First(FirstQuery);
            Space = VectorSpace.For(_layout, Metric.Cosine);
            Built = HnswBuilder.Build(Space, Column, 16, 200, threads: 1, cancellation: TestContext.Current.CancellationToken);
        }

        internal VectorColumn Column { get; }

        internal VectorSpace Space { get; }

        internal HnswGraph Built { get; }

        public void Dispose()
        {
            Built.Dispose();
            Column.Dispose();
        }

        internal MappedVectorColumn First(int count)
            => VectorColumns.Mapped(_layout, Enumerable.Range(0, count).Select(row => VectorColumns.Bytes<float>(GloveVectors.Row(row))));

        internal List<VectorHit> Search(
            HnswGraph graph, float[] vector, int top, int ef, Bitmap? accept, FilterPlan plan = FilterPlan.Measured)
        {
            using var query = new EncodedQuery(_layout, VectorColumns.Bytes<float>(vector));
            var results = new TopK(top);
            if (!VectorSearch.Hnsw(graph, Space, Column, query, ef, accept, plan, results))
                VectorSearch.Flat(Space, Column, Column.Count, query, accept, results);
            List<VectorHit> hits = [];
            VectorSearch.Rescore(Space, Column, query, results, hits);
            return hits;
        }

        /// <summary>The share of the true nearest rows that searches find.</summary>
        internal double Recall(HnswGraph graph, int ef, Bitmap? accept)
        {
            int found = 0;
            int wanted = 0;
            for (int i = 0; i < Queries; i++)
            {
                float[] vector = GloveVectors.Row(FirstQuery + i);
                using var query = new EncodedQuery(_layout, VectorColumns.Bytes<float>(vector));
                var exact = new TopK(Top);
                VectorSearch.Flat(Space, Column, Column.Count, query, accept, exact);
                HashSet<int> rows = [.. Search(graph, vector, Top, ef, accept).Select(hit => hit.Row)];
                foreach (ulong key in exact.Sort())
                    found += rows.Contains(DistanceKey.Row(key)) ? 1 : 0;
                wanted += exact.Count;
            }

            return (double)found / wanted;
        }
    }
}
