using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Vectors;

public sealed unsafe class IvfIndexTests
{
    private const int Rows = 7_000;
    private const int Queries = 100;
    private const int Top = 10;
    private const int Kept = 3 * Top;

    [Theory]
    [InlineData(VectorType.Float32, Metric.Cosine, Quantization.Int8)]
    [InlineData(VectorType.Float32, Metric.L2, Quantization.Int8)]
    [InlineData(VectorType.Float32, Metric.InnerProduct, Quantization.Int8)]
    [InlineData(VectorType.Float32, Metric.InnerProduct, Quantization.None)]
    [InlineData(VectorType.Float16, Metric.Cosine, Quantization.None)]
    [InlineData(VectorType.Int8, Metric.L2, Quantization.None)]
    public void Recall_holds_at_every_selectivity(VectorType type, Metric metric, Quantization codes)
    {
        using var built = new Built(type, metric, codes, Rows);
        foreach (int percent in (int[])[100, 90, 50, 20, 5, 1])
        {
            Bitmap? accept = percent == 100 ? null : new Bitmap(Rows);
            var random = new Random(percent);
            for (int row = 0; row < (accept?.Length ?? 0); row++)
                accept![row] = random.Next(100) < percent;
            int found = 0;
            int expected = 0;
            for (int query = 0; query < Queries; query++)
            {
                byte[] vector = Vector(type, Rows + query);
                int[] exact = built.Scan(vector, accept);
                found += built.Search(vector, null, accept).Intersect(exact).Count();
                expected += exact.Length;
            }

            Assert.True(found >= 0.95 * expected, $"{percent} %: {found} of {expected} found");
        }
    }

    [Fact]
    public void Recall_holds_where_the_best_inner_products_are_those_of_long_vectors()
    {
        var random = new Random(8);
        float[] lengths = [.. Enumerable.Range(0, Rows).Select(_ => MathF.Exp(random.NextSingle() * 2))];
        using var built = new Built(VectorType.Float32, Metric.InnerProduct, Quantization.Int8, Rows, (row, vector) =>
        {
            Span<float> elements = MemoryMarshal.Cast<byte, float>(vector.AsSpan());
            for (int i = 0; i < elements.Length; i++)
                elements[i] *= lengths[row];
        });
        int found = 0;
        for (int query = 0; query < Queries; query++)
        {
            byte[] vector = Vector(VectorType.Float32, Rows + query);
            found += built.Search(vector, null, null).Intersect(built.Scan(vector, null)).Count();
        }

        Assert.InRange(found / (double)(Queries * Top), 0.95, 1);
    }

    [Theory]
    [InlineData(Metric.Cosine, false)]
    [InlineData(Metric.L2, true)]
    [InlineData(Metric.InnerProduct, true)]
    public void All_lists_together_are_a_scan(Metric metric, bool isFiltered)
    {
        using var built = new Built(VectorType.Float32, metric, Quantization.None, 2_000);
        Bitmap? accept = isFiltered ? new Bitmap(2_000) : null;
        for (int row = 0; row < 2_000 && isFiltered; row++)
            accept![row] = row % 2 == 0;
        for (int query = 0; query < 20; query++)
        {
            byte[] vector = Vector(VectorType.Float32, Rows + query);
            Assert.Equal(built.Scan(vector, accept), built.Search(vector, 65_536, accept));
        }
    }

    [Fact]
    public void Few_accepted_rows_are_all_found_wherever_they_are()
    {
        using var built = new Built(VectorType.Float32, Metric.Cosine, Quantization.Int8, 4_000);
        foreach (int count in (int[])[1, 3, 200])
        {
            var accept = new Bitmap(4_000);
            for (int i = 0; i < count; i++)
                accept[(i * 2_711) % 4_000] = true;
            List<int> found = built.Search(Vector(VectorType.Float32, Rows), 1, accept);
            Assert.Equal(Math.Min(count, Kept), found.Count);
            Assert.All(found, row => Assert.True(accept[row]));
        }

        Assert.Empty(built.Search(Vector(VectorType.Float32, Rows), 1, new Bitmap(4_000)));
    }

    [Fact]
    public void One_list_is_read_on_until_there_are_as_many_hits_as_wanted()
    {
        using var built = new Built(VectorType.Float32, Metric.L2, Quantization.Int8, 2_000, lists: 500);
        for (int query = 0; query < 20; query++)
            Assert.Equal(Kept, built.Search(Vector(VectorType.Float32, Rows + query), 1, null).Count);
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(3e38f)]
    [InlineData(1e-40f)]
    public void Queries_of_any_length_have_hits(float factor)
    {
        foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct, Metric.Cosine])
        {
            using var built = new Built(VectorType.Float32, metric, Quantization.None, 1_500);
            float[] vector = new float[GloveVectors.Dimensions];
            Array.Fill(vector, factor);
            Assert.Equal(Kept, built.Search(VectorColumns.Bytes<float>(vector), null, null).Count);
        }
    }

    [Fact]
    public void Any_number_of_threads_builds_the_same_lists()
    {
        using MappedVectorColumn column = Column(VectorType.Float32, Metric.L2, 3_000, null);
        var options = new IvfFlatIndexOptions { Metric = Metric.L2 };
        IvfLists one = IvfBuilder.Build(column, options, threads: 1, seed: 3, TestContext.Current.CancellationToken);
        IvfLists four = IvfBuilder.Build(column, options, threads: 4, seed: 3, TestContext.Current.CancellationToken);
        Assert.Equal(one.Centroids, four.Centroids);
        Assert.Equal(one.Lists.Starts.ToArray(), four.Lists.Starts.ToArray());
        Assert.Equal(one.Lists.Rows.ToArray(), four.Lists.Rows.ToArray());
    }

    [Fact]
    public void Rows_without_a_vector_are_in_no_list()
    {
        var layout = new VectorRowLayout(VectorType.Float32, 2, false);
        var random = new Random(6);
        byte[]?[] vectors = [.. Enumerable.Range(0, 500)
            .Select(i => i % 3 == 0 ? null : VectorColumns.Bytes<float>([random.NextSingle(), random.NextSingle()]))];
        using MappedVectorColumn column = VectorColumns.Mapped(layout, vectors);
        IvfLists lists = IvfBuilder.Build(
            column, new IvfFlatIndexOptions { Metric = Metric.L2 }, threads: 2, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 500).Where(i => i % 3 != 0), lists.Lists.Rows.ToArray().Order());
    }

    [Fact]
    public void Equal_vectors_leave_no_list_empty_and_no_other_vector_out()
    {
        using var built = new Built(VectorType.Float32, Metric.Cosine, Quantization.Int8, 2_000, (row, vector) =>
        {
            if (row % 10 != 0)
                Vector(VectorType.Float32, 1).CopyTo(vector);
        });
        Assert.InRange(built.Index.Count, 50, 201);
        for (int list = 0; list < built.Index.Count; list++)
            Assert.True(built.Index.StartOf(list) < built.Index.StartOf(list + 1));
        for (int row = 0; row < 2_000; row += 50)
            Assert.Contains(row, built.Search(Vector(VectorType.Float32, row), null, null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Few_rows_are_all_found(int count)
    {
        using var built = new Built(VectorType.Int8, Metric.InnerProduct, Quantization.None, count);
        Assert.Equal(count, built.Search(Vector(VectorType.Int8, Rows), null, null).Count);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(17, 3, false)]
    [InlineData(33, 101, true)]
    [InlineData(100, 64, false)]
    public void Panels_find_the_nearest_centroid(int count, int dimensions, bool isSpherical)
    {
        var random = new Random(count);
        float[] centroids = [.. Enumerable.Range(0, count * dimensions).Select(_ => random.NextSingle() - 0.5f)];
        float[] points = [.. Enumerable.Range(0, 8 * dimensions).Select(_ => random.NextSingle() - 0.5f)];
        using var panels = new CentroidPanels(count, dimensions);
        panels.Set(centroids, count, isSpherical);
        int[] nearest = new int[8];
        fixed (float* first = points, scratch = new float[8 * 32])
        fixed (int* found = nearest)
            panels.FindNearest(first, 8, scratch, found);
        for (int point = 0; point < 8; point++)
        {
            double[] distances = [.. Enumerable.Range(0, count).Select(centroid => VectorColumns.Reference(
                isSpherical ? Metric.InnerProduct : Metric.L2,
                [.. points.Skip(point * dimensions).Take(dimensions).Select(one => (double)one)],
                [.. centroids.Skip(centroid * dimensions).Take(dimensions).Select(one => (double)one)]))];
            Assert.Equal(distances.Min(), distances[nearest[point]], 1e-4);
        }
    }

    [Fact]
    public void Building_stops_when_cancelled()
    {
        using MappedVectorColumn column = Column(VectorType.Float32, Metric.L2, 2_000, null);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => IvfBuilder.Build(column, new IvfFlatIndexOptions { Metric = Metric.L2 }, threads: 2, cancellation: cancelled.Token));
    }

    [Fact]
    public void A_failure_on_any_thread_ends_the_work()
    {
        int started = 0;
        Assert.Throws<FormatException>(() => SharedWork.Run(
            1_000,
            10,
            3,
            () => Interlocked.Increment(ref started) == 1 ? throw new FormatException() : (_, _) => { },
            TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(IvfFormat.HeaderSection, 0)]
    [InlineData(IvfFormat.HeaderSection, 4)]
    [InlineData(IvfFormat.HeaderSection, 8)]
    [InlineData(IvfFormat.HeaderSection, 12)]
    [InlineData(IvfFormat.HeaderSection, 16)]
    [InlineData(IvfFormat.StartsSection, 0)]
    [InlineData(IvfFormat.StartsSection, 4)]
    [InlineData(IvfFormat.RowsSection, 0)]
    [InlineData(IvfFormat.RowsSection, 4 * 1_999)]
    [InlineData(CodesFormat.HeaderSection, 0)]
    [InlineData(CodesFormat.HeaderSection, 20)]
    public void A_number_out_of_range_is_corruption(uint section, int offset)
    {
        using var built = new Built(VectorType.Float32, Metric.L2, Quantization.Int8, 2_000);
        int start;
        using (SectionFileReader reader = built.OpenFile())
            start = (int)(reader.GetSection(section).Pointer - reader.GetSection(CodesFormat.HeaderSection).Pointer)
                + SectionFileWriter.HeaderLength;
        byte[] bytes = built.Files.ReadAllBytes("v1.ivf");
        BitConverter.TryWriteBytes(bytes.AsSpan(start + offset), 0x7F7F7F7F);
        built.Files.Put("v1.ivf", bytes);

        // checksums are not looked at, so only the index's own checks stand in the way
        using SectionFileReader damaged = built.OpenFile();
        var error = Assert.Throws<ZvecException>(() => IvfReader.Open(damaged, built.Field, 2_000));
        Assert.Equal(ZvecErrorCode.DataCorruption, error.Code);
    }

    private static byte[] Vector(VectorType type, int row) => type switch
    {
        VectorType.Float32 => VectorColumns.Bytes<float>(GloveVectors.Row(row)),
        VectorType.Float16 => VectorColumns.Bytes(GloveVectors.HalfRow(row)),
        _ => VectorColumns.Bytes<sbyte>([.. GloveVectors.Row(row).Select(element => (sbyte)Math.Clamp(element * 40, -127, 127))]),
    };

    private static MappedVectorColumn Column(VectorType type, Metric metric, int rows, Action<int, byte[]>? change)
    {
        var layout = new VectorRowLayout(type, GloveVectors.Dimensions, metric == Metric.Cosine);
        return VectorColumns.Mapped(layout, Enumerable.Range(0, rows).Select(row =>
        {
            byte[] vector = Vector(type, row);
            change?.Invoke(row, vector);
            return vector;
        }));
    }

    /// <summary>An index in a file, over the first word vectors.</summary>
    private sealed class Built : IDisposable
    {
        private readonly MappedVectorColumn _column;
        private readonly SectionFileReader _reader;
        private readonly VectorSpace _space;

        public Built(VectorType type, Metric metric, Quantization codes, int rows, Action<int, byte[]>? change = null, int? lists = null)
        {
            var options = new IvfFlatIndexOptions { Metric = metric, Quantization = codes, NList = lists };
            Field = new VectorSchema("v", type, GloveVectors.Dimensions) { Index = options };
            _column = Column(type, metric, rows, change);
            _space = VectorSpace.For(_column.Layout, metric);
            IvfLists built = IvfBuilder.Build(_column, options, threads: 2);
            using (var writer = new SectionFileWriter(Files, "v1.ivf", IvfFormat.Kind, IvfFormat.Version))
            {
                IvfWriter.Write(writer, built, CodeForms.Of(Field), _column);
                writer.Finish();
            }

            _reader = OpenFile();
            Index = IvfReader.Open(_reader, Field, rows);
            Assert.Null(IvfChecker.FindProblem(Index, _column));
        }

        public MemoryFileSystem Files { get; } = new("/");

        public VectorSchema Field { get; }

        public IvfIndex Index { get; }

        public SectionFileReader OpenFile() => new(Files, "v1.ivf", IvfFormat.Kind, IvfFormat.Version, verify: false);

        /// <summary>The nearest rows by a scan, nearest first.</summary>
        public int[] Scan(byte[] vector, Bitmap? accept)
        {
            using var query = new EncodedQuery(_column.Layout, vector);
            var results = new TopK(Index.Codes is null ? Kept : Top);
            VectorSearch.Flat(_space, _column, _column.Count, query, accept, results);
            return [.. results.Sort().ToArray().Select(DistanceKey.Row)];
        }

        /// <summary>The rows that a search keeps, nearest first.</summary>
        public List<int> Search(byte[] vector, int? probes, Bitmap? accept)
        {
            using var query = new EncodedQuery(_column.Layout, vector);
            var results = new TopK(Kept);
            IvfSearch.Search(Index, _space, _column, vector, query, probes, accept, accept?.CountSet() ?? _column.Count, results);
            return [.. results.Sort().ToArray().Select(DistanceKey.Row)];
        }

        public void Dispose()
        {
            _reader.Dispose();
            _column.Dispose();
        }
    }
}
