using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Indexes.Sparse;

/// <summary>What an index finds is what looking at every row finds, whatever may be passed over.</summary>
public sealed class SparseSearchTests
{
    [Theory]
    [InlineData(1, 7_000, 40, 300, 0)]
    [InlineData(2, 7_000, 40, 300, 0.3)]
    [InlineData(3, 5_000, 100, 20_000, 0)]
    [InlineData(4, 9_000, 3, 30, 0)]
    [InlineData(5, 300, 10, 2, 0.5)]
    [InlineData(6, 1, 1, 1, 0)]
    [InlineData(7, 2_048, 5, 5, 0)]
    [InlineData(8, 2_049, 5, 5, 1)]
    public void An_index_finds_the_same_rows_as_a_scan(int seed, int rows, int elements, int vocabulary, double negative)
    {
        var random = new Random(seed);
        SparseVector?[] vectors =
            [.. Enumerable.Range(0, rows)
                .Select(_ => random.Next(20) == 0 ? null : SparseColumns.Random(random, elements, vocabulary, negative))];
        SparseColumn column = SparseColumns.Of(vectors);
        using SectionFileReader file = SparseColumns.Open(SparseColumns.Write(column, rows));
        SparseIndex index = SparseIndexReader.Open(file, rows);
        Assert.Null(SparseIndexChecker.FindProblem(index, column, rows, CancellationToken.None));
        for (int i = 0; i < 40; i++)
        {
            SparseVector query = SparseColumns.Random(random, i % 4 == 0 ? 3 * elements : elements, vocabulary, i % 2 == 0 ? 0 : negative);
            Bitmap? accept = i % 3 == 0 ? null : RandomRows(random, rows, random.Next(1, 101));
            int count = i % 5 == 0 ? 200 : random.Next(1, 30);
            var expected = SparseColumns.Best(vectors, query, count, row => accept is null || accept[row], above: 0);

            var found = new SparseTop(count, floor: 0);
            SparseSearch.Search(index, column, 0, rows, new SparseQuery(query), accept, found, CancellationToken.None);
            Assert.Equal(expected, found.Sorted().Select(hit => (hit.Score, hit.Row)));

            var scanned = new SparseTop(count, floor: 0);
            SparseScan.Search(column, 0, 0, rows, new SparseQuery(query), accept, scanned, CancellationToken.None);
            Assert.Equal(expected, scanned.Sorted().Select(hit => (hit.Score, hit.Row)));
        }
    }

    [Fact]
    public void Pieces_in_memory_find_the_same_rows_as_a_scan()
    {
        var random = new Random(11);
        SparseVector[] vectors = [.. Enumerable.Range(0, 9_000).Select(_ => SparseColumns.Random(random, 160, 1_000))];
        SparseColumn column = SparseColumns.Of(vectors);
        var budget = new MemoryBudget(64 << 20);
        using (var fresh = new FreshSparseIndex(column, budget))
        {
            int most = 0;
            for (int i = 0; i < 12; i++)
            {
                int rows = i < 6 ? 1_500 * (i + 1) : vectors.Length - i;
                SparseVector query = SparseColumns.Random(random, 20, 1_000);
                var top = new SparseTop(10, floor: 0);
                int done = 0;
                foreach ((SparseIndex index, int endRow) in fresh.Prepare(rows))
                {
                    Assert.InRange(endRow, done + 1, rows);
                    SparseSearch.Search(index, column, 0, endRow, new SparseQuery(query), null, top, CancellationToken.None);
                    done = endRow;
                }

                SparseScan.Search(column, 0, done, rows, new SparseQuery(query), null, top, CancellationToken.None);
                var expected = SparseColumns.Best(vectors[..rows], query, 10, _ => true, above: 0);
                Assert.Equal(expected, top.Sorted().Select(hit => (hit.Score, hit.Row)));
                most = Math.Max(most, done);
            }

            Assert.InRange(most, 5_000, vectors.Length);
            Assert.InRange(budget.Taken, most * 40 * 8L, most * 200 * 8L);
        }

        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public void Without_memory_there_are_no_pieces()
    {
        var random = new Random(12);
        SparseColumn column = SparseColumns.Of(Enumerable.Range(0, 5_000).Select(_ => SparseColumns.Random(random, 160, 1_000)));
        using var fresh = new FreshSparseIndex(column, new MemoryBudget(1 << 20));
        Assert.Empty(fresh.Prepare(5_000));
        Assert.Empty(fresh.Prepare(5_000));
    }

    [Fact]
    public void A_search_can_be_cancelled()
    {
        SparseColumn column = SparseColumns.Of(Enumerable.Repeat(new SparseVector([7], [1]), 100_000));
        using SectionFileReader file = SparseColumns.Open(SparseColumns.Write(column, 100_000));
        SparseIndex index = SparseIndexReader.Open(file, 100_000);
        var query = new SparseQuery(new SparseVector([7], [1]));
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(
            () => SparseSearch.Search(index, column, 0, 100_000, query, null, new SparseTop(5, 0), cancelled));
        Assert.Throws<OperationCanceledException>(
            () => SparseScan.Search(column, 0, 0, 100_000, query, null, new SparseTop(5, 0), cancelled));
    }

    [Fact]
    public void Products_beyond_the_range_of_floats_are_the_greatest_there_are()
    {
        SparseVector?[] vectors = [new SparseVector([1], [3e38f]), new SparseVector([1], [-3e38f]), new SparseVector([1], [1])];
        SparseColumn column = SparseColumns.Of(vectors);
        var top = new SparseTop(5, float.NegativeInfinity);
        SparseScan.Search(column, 0, 0, 3, new SparseQuery(new SparseVector([1], [3e38f])), null, top, CancellationToken.None);
        Assert.Equal([(float.MaxValue, 0), (3e38f, 2), (float.MinValue, 1)], top.Sorted().Select(hit => (hit.Score, hit.Row)));
    }

    private static Bitmap RandomRows(Random random, int rows, int percent)
    {
        var accept = new Bitmap(rows);
        for (int row = 0; row < rows; row++)
            accept[row] = random.Next(100) < percent;
        return accept;
    }
}
