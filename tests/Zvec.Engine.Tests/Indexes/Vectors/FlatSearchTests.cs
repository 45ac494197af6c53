using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Distance;

namespace Zvec.Engine.Tests.Indexes.Vectors;

public sealed unsafe class FlatSearchTests
{
    public static TheoryData<VectorType, Metric> All => VectorKernelTests.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Hits_are_those_of_a_plain_sort(VectorType type, Metric metric)
    {
        var random = new Random(3);
        var layout = new VectorRowLayout(type, 19, metric == Metric.Cosine);
        byte[]?[] vectors = [.. Enumerable.Range(0, 700).Select(i => i % 11 == 5 ? null : VectorColumns.Random(type, 19, random))];
        byte[]?[] complete = [.. vectors.Select(vector => vector ?? VectorColumns.Random(type, 19, random))];
        using MutableVectorColumn sparse = VectorColumns.Mutable(layout, vectors);
        using MappedVectorColumn mapped = VectorColumns.Mapped(layout, vectors);
        using MappedVectorColumn full = VectorColumns.Mapped(layout, complete);
        byte[] query = VectorColumns.Random(type, 19, random);

        foreach (int accepted in new[] { -1, 0, 3, 50, 700 })
        {
            Bitmap? accept = accepted < 0 ? null : Some(700, accepted, random);
            Check(sparse, vectors, metric, query, 700, accept);
            Check(mapped, vectors, metric, query, 700, accept);
            Check(full, complete, metric, query, 700, accept);
        }
    }

    [Theory]
    [InlineData(VectorType.Float32, Metric.Cosine)]
    [InlineData(VectorType.Float32, Metric.L2)]
    [InlineData(VectorType.Float16, Metric.InnerProduct)]
    public void Hits_of_word_vectors_are_exact_to_the_last(VectorType type, Metric metric)
    {
        var layout = new VectorRowLayout(type, GloveVectors.Dimensions, metric == Metric.Cosine);
        byte[] Vector(int row) =>
            type == VectorType.Float32 ? VectorColumns.Bytes<float>(GloveVectors.Row(row)) : VectorColumns.Bytes(GloveVectors.HalfRow(row));
        using MutableVectorColumn column = VectorColumns.Mutable(layout, Enumerable.Range(0, 4000).Select(Vector));
        var space = VectorSpace.For(layout, metric);
        for (int word = 5000; word < 5010; word++)
        {
            using var query = new EncodedQuery(layout, Vector(word));
            var results = new TopK(VectorSearch.CandidatesFor(100));
            VectorSearch.Flat(space, column, column.Count, query, accept: null, results);
            List<VectorHit> hits = [];
            VectorSearch.Rescore(space, column, query, results, hits);
            double[] vector = VectorColumns.Elements(type, Vector(word));
            IEnumerable<int> expected = Enumerable.Range(0, 4000)
                .OrderBy(row => VectorColumns.Reference(metric, vector, VectorColumns.Elements(type, Vector(row)))).Take(100);
            Assert.Equal(expected, hits.Take(100).Select(hit => hit.Row));
        }
    }

    [Fact]
    public void Rows_behind_the_published_count_are_not_seen()
    {
        var random = new Random(4);
        var layout = new VectorRowLayout(VectorType.Float32, 3, false);
        byte[]?[] vectors =
            [.. Enumerable.Range(0, 300).Select(i => i > 150 && i % 2 == 0 ? null : VectorColumns.Random(VectorType.Float32, 3, random))];
        using MutableVectorColumn column = VectorColumns.Mutable(layout, vectors);
        foreach (int count in new[] { 0, 1, 63, 64, 65, 151, 299 })
        {
            Check(column, vectors[..count], Metric.L2, vectors[0]!, count, accept: null);
            Check(column, vectors[..count], Metric.L2, vectors[0]!, count, Bitmap.Full(count));
        }
    }

    [Fact]
    public void Search_with_empty_bitmap_returns_nothing()
    {
        var layout = new VectorRowLayout(VectorType.Float32, 1, false);
        using MutableVectorColumn column = VectorColumns.Mutable(layout, [new byte[4]]);
        using var query = new EncodedQuery(layout, new byte[4]);
        var results = new TopK(1);
        VectorSearch.Flat(VectorSpace.For(layout, Metric.L2), column, 1, query, new Bitmap(1), results);
        Assert.Equal(0, results.Count);
    }

    private static void Check(VectorColumn column, byte[]?[] vectors, Metric metric, byte[] query, int rowCount, Bitmap? accept)
    {
        VectorType type = column.Layout.Type;
        VectorHit[] expected =
        [
            .. vectors.Index().Where(row => row.Item is not null && (accept is null || accept[row.Index]))
                .Select(row => new VectorHit(
                    row.Index,
                    VectorColumns.Reference(metric, VectorColumns.Elements(type, query), VectorColumns.Elements(type, row.Item))))
                .OrderBy(hit => hit.Distance).ThenBy(hit => hit.Row),
        ];
        var space = VectorSpace.For(column.Layout, metric);
        using var encoded = new EncodedQuery(column.Layout, query);
        foreach (int top in new[] { 1, 10, 1000 })
        {
            var results = new TopK(top);
            VectorSearch.Flat(space, column, rowCount, encoded, accept, results);
            List<VectorHit> hits = [];
            VectorSearch.Rescore(space, column, encoded, results, hits);
            Assert.Equal(Math.Min(top, expected.Length), hits.Count);
            for (int i = 0; i < hits.Count; i++)
            {
                // cosine distances of the same vectors may differ in their last digits
                Assert.Equal(expected[i].Distance, hits[i].Distance, 1e-12);
                if (metric != Metric.Cosine)
                    Assert.Equal(expected[i].Row, hits[i].Row);
            }
        }
    }

    private static Bitmap Some(int length, int count, Random random)
    {
        var bitmap = new Bitmap(length);
        int[] rows = [.. Enumerable.Range(0, length)];
        random.Shuffle(rows);
        foreach (int row in rows.AsSpan(0, count))
            bitmap[row] = true;
        return bitmap;
    }
}
