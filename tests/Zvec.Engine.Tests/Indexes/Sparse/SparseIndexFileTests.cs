using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Sparse;

/// <summary>The file of an index: what is in it, and what becomes of one that is not right.</summary>
public sealed class SparseIndexFileTests
{
    private static readonly SparseVector?[] Vectors =
    [
        new SparseVector([3, 7, uint.MaxValue], [1, -2, 3]),
        null,
        SparseVector.Empty,
        new SparseVector([7, 9], [0, 5]),
        new SparseVector([3, 7], [4, 6]),
    ];

    [Fact]
    public void Lists_hold_the_elements_that_are_not_zero()
    {
        using SectionFileReader file = SparseColumns.Open(SparseColumns.Write(SparseColumns.Of(Vectors), Vectors.Length));
        SparseIndex index = SparseIndexReader.Open(file, Vectors.Length);
        Assert.Equal([3u, 7, 9, uint.MaxValue], index.Indices.ToArray());
        AssertList(index, 3, [0, 4], [1f, 4]);
        AssertList(index, 7, [0, 4], [-2f, 6]);
        AssertList(index, 9, [3], [5f]);
        AssertList(index, uint.MaxValue, [0], [3f]);
        Assert.Equal(-1, index.Find(8));
        Assert.Equal(new SparseBlock(4, -2, 6), index.Blocks(index.BlockStart(index.Find(7)), 1)[0]);
    }

    [Fact]
    public void Long_lists_have_a_block_for_each_128_postings()
    {
        const int Rows = 1_000;
        SparseColumn column = SparseColumns.Of(Enumerable.Range(0, Rows).Select(row => new SparseVector([5], [row - 300f + 0.5f])));
        using SectionFileReader file = SparseColumns.Open(SparseColumns.Write(column, Rows));
        SparseIndex index = SparseIndexReader.Open(file, Rows);
        SparseBlock[] expected = [.. Enumerable.Range(0, 8).Select(block =>
            new SparseBlock(
                Math.Min((block * 128) + 127, Rows - 1), (block * 128) - 299.5f, Math.Min((block * 128) + 127, Rows - 1) - 299.5f))];
        Assert.Equal(expected, index.Blocks(0, 8).ToArray());
    }

    [Fact]
    public void An_index_of_other_vectors_is_found_out()
    {
        SparseColumn column = SparseColumns.Of(Vectors);
        SparseVector?[][] others =
        [
            [.. Vectors[..4], new SparseVector([3, 8], [4, 6])],
            [.. Vectors[..4], new SparseVector([3, 7], [4, 7])],
            [.. Vectors[..3], Vectors[4], Vectors[3]],
            [.. Vectors[..4], new SparseVector([3], [4])],
        ];
        foreach (SparseVector?[] other in others)
        {
            using SectionFileReader file = SparseColumns.Open(SparseColumns.Write(SparseColumns.Of(other), other.Length));
            SparseIndex index = SparseIndexReader.Open(file, other.Length);
            Assert.NotNull(SparseIndexChecker.FindProblem(index, column, Vectors.Length, CancellationToken.None));
        }
    }

    [Fact]
    public void An_index_of_another_number_of_rows_is_refused()
    {
        using SectionFileReader file = SparseColumns.Open(SparseColumns.Write(SparseColumns.Of(Vectors), Vectors.Length));
        ZvecException error = Assert.Throws<ZvecException>(() => SparseIndexReader.Open(file, Vectors.Length + 1));
        Assert.Equal(ZvecErrorCode.DataCorruption, error.Code);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        MemoryFileSystem files = SparseColumns.Write(SparseColumns.Of(Vectors), Vectors.Length);
        int length = files.ReadAllBytes("/v1.postings").Length;
        for (int at = 0; at < length; at++)
        {
            MemoryFileSystem damaged = files.Fork();
            damaged.Damage("/v1.postings", at);
            ZvecException error = Assert.Throws<ZvecException>(() => SparseColumns.Open(damaged).Dispose());
            Assert.Contains(error.Code, new[] { ZvecErrorCode.DataCorruption, ZvecErrorCode.UnsupportedFormat });
        }
    }

    [Theory]
    [InlineData(100_000, 20, 500)]
    [InlineData(20_000, 60, 1_000_000)]
    public void Building_an_index_takes_what_was_estimated_by_a_factor_of_two(int rows, int elements, int vocabulary)
    {
        var random = new Random(3);
        SparseColumn column = SparseColumns.Of(Enumerable.Range(0, rows).Select(_ => SparseColumns.Random(random, elements, vocabulary)));
        using var folder = new TemporaryFolder();
        using var file = new SectionFileWriter(PhysicalFileSystem.Instance, folder["index"], SparseSections.Kind, SparseSections.Version);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SparseIndexWriter.Write(file, column, rows, CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        file.Finish();
        long estimate = SparseIndexWriter.EstimateBytes(column, rows);
        Assert.InRange(allocated, estimate / 3, estimate * 2);
        Assert.InRange(
            file.Length, SparseIndexWriter.EstimateFileBytes(column, rows) / 2, SparseIndexWriter.EstimateFileBytes(column, rows));
    }

    private static void AssertList(SparseIndex index, uint element, int[] rows, float[] weights)
    {
        int list = index.Find(element);
        Assert.Equal(rows, index.Rows(index.Start(list), 0, index.Length(list)).ToArray());
        Assert.Equal(weights, index.Weights(index.Start(list), index.Length(list), 0, index.Length(list)).ToArray());
    }
}
