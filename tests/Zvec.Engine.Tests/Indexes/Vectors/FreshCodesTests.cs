using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Tests.Data;

namespace Zvec.Engine.Tests.Indexes.Vectors;

/// <summary>Codes of vectors in memory.</summary>
public sealed class FreshCodesTests
{
    private const int Rows = 7_500;
    private const int Queries = GloveVectors.Count - Rows;
    private const int Top = 10;
    private const int Kept = 30;

    private static readonly VectorRowLayout Layout = new(VectorType.Float32, GloveVectors.Dimensions, true);
    private static readonly VectorSpace Space = VectorSpace.For(Layout, Metric.Cosine);
    private static readonly QuantizerForm Form = new(Quantization.Int8, Metric.Cosine, GloveVectors.Dimensions, IsRotated: false);

    [Fact]
    public void Each_search_makes_one_piece_of_what_its_snapshot_has()
    {
        using MutableVectorColumn column = Column(row => true);
        using var codes = new FreshCodes(Form, column, new MemoryBudget(MemoryBudget.SmallestLimit));
        int piece = (1 << 20) / Layout.Stride;
        Assert.Equal(0, codes.Prepare(piece - 1));
        Assert.Equal(piece, codes.Prepare(piece));
        Assert.Equal(piece, codes.Prepare((2 * piece) - 1));
        Assert.Equal(2 * piece, codes.Prepare(Rows));
        Assert.Equal(Rows / piece * piece, codes.Prepare(Rows));
        Assert.Equal(Rows / piece * piece, codes.Prepare(Rows));
        Assert.Equal(piece, codes.Prepare(piece + 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    public void The_nearest_are_among_those_kept(int missing, int accepted)
    {
        using MutableVectorColumn column = Column(row => missing == 1 || row % missing != 0);
        using var codes = new FreshCodes(Form, column, new MemoryBudget(MemoryBudget.SmallestLimit));
        codes.Prepare(Rows);
        codes.Prepare(Rows);
        int coded = codes.Prepare(Rows);
        Bitmap? accept = accepted == 1 ? null : new Bitmap(Rows);
        for (int row = 0; accept is not null && row < Rows; row += accepted)
            accept[row] = true;
        int found = 0;
        for (int i = 0; i < Queries; i++)
        {
            float[] query = GloveVectors.Row(Rows + i);
            var kept = new TopK(Kept);
            using (EncodedQuery encoded = codes.Encode(query))
                codes.Scan(coded, encoded, accept, kept, TestContext.Current.CancellationToken);
            int[] rows = [.. kept.Sort().ToArray().Select(DistanceKey.Row)];
            Assert.Equal(Kept, rows.Length);
            Assert.All(rows, row => Assert.True(row < coded && column.HasVector(row) && accept?[row] != false));

            var exact = new TopK(Top + Rows - coded);
            using var original = new EncodedQuery(Layout, VectorColumns.Bytes<float>(query));
            VectorSearch.Flat(Space, column, Rows, original, accept, exact, TestContext.Current.CancellationToken);
            found += exact.Sort().ToArray().Select(DistanceKey.Row).Where(row => row < coded).Take(Top).Intersect(rows).Count();
        }

        Assert.InRange(found, 0.999 * Queries * Top, Queries * Top);
    }

    [Fact]
    public void Without_memory_there_are_no_codes_and_what_they_take_is_given_back()
    {
        var memory = new MemoryBudget(MemoryBudget.SmallestLimit);
        using MutableVectorColumn column = Column(row => true);
        var codes = new FreshCodes(Form, column, memory);
        using (memory.Reserve(MemoryBudget.SmallestLimit / 4 * 3, TestContext.Current.CancellationToken))
            Assert.Equal(0, codes.Prepare(Rows));
        int coded = codes.Prepare(Rows);
        Assert.InRange(memory.Taken, coded * GloveVectors.Dimensions, coded * 200);
        codes.Dispose();
        Assert.Equal(0, memory.Taken);
    }

    [Fact]
    public void Vectors_whose_mean_is_not_finite_have_codes()
    {
        var layout = new VectorRowLayout(VectorType.Float32, 64, false);
        float[] vector = new float[64];
        vector.AsSpan().Fill(float.MaxValue);
        using MutableVectorColumn column = VectorColumns.Mutable(layout, Enumerable.Repeat(VectorColumns.Bytes<float>(vector), 5_000));
        var form = new QuantizerForm(Quantization.Int8, Metric.L2, 64, IsRotated: false);
        using var codes = new FreshCodes(form, column, new MemoryBudget(MemoryBudget.SmallestLimit));
        int coded = codes.Prepare(5_000);
        using EncodedQuery query = codes.Encode(vector);
        var results = new TopK(Top);
        codes.Scan(coded, query, accept: null, results, TestContext.Current.CancellationToken);
        Assert.Equal(Top, results.Count);
    }

    private static MutableVectorColumn Column(Func<int, bool> hasVector) =>
        VectorColumns.Mutable(
            Layout, Enumerable.Range(0, Rows).Select(row => hasVector(row) ? VectorColumns.Bytes<float>(GloveVectors.Row(row)) : null));
}
