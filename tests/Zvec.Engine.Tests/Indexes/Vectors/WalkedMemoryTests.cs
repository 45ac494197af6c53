using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Vectors;

public sealed class WalkedMemoryTests : IDisposable
{
    private const int Rows = 3_000;

    private readonly MappedVectorColumn _column;
    private readonly SectionFileReader _file;
    private readonly VectorCodes _codes;
    private readonly HnswGraph _graph;

    public WalkedMemoryTests()
    {
        var layout = new VectorRowLayout(VectorType.Float32, GloveVectors.Dimensions, true);
        _column = VectorColumns.Mapped(layout, Enumerable.Range(0, Rows).Select(row => VectorColumns.Bytes<float>(GloveVectors.Row(row))));
        var files = new MemoryFileSystem("/");
        using (var writer = new SectionFileWriter(files, "v1.codes", CodesFormat.Kind, CodesFormat.Version))
        {
            CodesWriter.Write(writer, new QuantizerForm(Quantization.Int8, Metric.Cosine, GloveVectors.Dimensions, false), _column);
            writer.Finish();
        }

        _file = new SectionFileReader(files, "v1.codes", CodesFormat.Kind, CodesFormat.Version, verify: true);
        _codes = CodesReader.Open(_file);
        _graph = HnswBuilder.Build(_codes, _column, 16, 60, threads: 1);
    }

    public void Dispose()
    {
        _graph.Dispose();
        _file.Dispose();
        _column.Dispose();
    }

    [Fact]
    public void Walks_find_the_same_before_and_after_and_the_memory_is_counted()
    {
        Assert.SkipUnless(LargePages.Exist, "This system has no large pages.");
        ulong[][] before = Search();
        var memory = new MemoryBudget(1L << 30);
        var walked = new WalkedMemory { Memory = memory };
        nint codesBefore = Codes();
        Assert.True(walked.Move(_graph, smallest: 0));
        Assert.True(walked.Move(_codes, smallest: 0));
        Assert.NotEqual(codesBefore, Codes());
        Assert.InRange(walked.Bytes, _graph.Shape.BaseLinksBytes + _codes.Bytes, long.MaxValue);
        Assert.Equal(walked.Bytes, memory.Taken);
        Assert.False(walked.Move(_graph, smallest: 0));
        Assert.False(walked.Move(_codes, smallest: 0));
        Assert.Equal(before, Search());
        walked.Free();
        Assert.Equal(0, memory.Taken);
    }

    [Fact]
    public void Nothing_is_moved_that_is_small_or_for_which_there_is_no_memory()
    {
        nint codes = Codes();
        Assert.False(new WalkedMemory().Move(_codes, smallest: 0));
        Assert.False(new WalkedMemory { Memory = new MemoryBudget(1) }.Move(_codes, smallest: 0));
        Assert.False(new WalkedMemory { Memory = new MemoryBudget(1L << 30) }.Move(_codes));
        Assert.False(new WalkedMemory { Memory = new MemoryBudget(1L << 30) }.Move(_graph));
        Assert.Equal(codes, Codes());
    }

    [Fact]
    public void Many_walks_are_told_once()
    {
        int told = 0;
        _graph.Scratch.WalkedOften = () => told++;
        ulong[][] first = Search(HnswScratchPool.ManyWalks - 1);
        Assert.Equal(0, told);
        Assert.Equal(first[..10], Search(10));
        Assert.Equal(1, told);
    }

    [Fact]
    public void Rescoring_stops_when_no_other_row_can_be_among_the_wanted()
    {
        const int Wanted = 10;
        const int Kept = 100;
        int measured = 0;
        for (int i = 0; i < 200; i++)
        {
            ulong[] kept = Search(i, Kept);
            List<VectorHit> all = Rescore(i, kept, wanted: null);
            List<VectorHit> some = Rescore(i, kept, Wanted);
            Assert.Equal(Kept, all.Count);
            Assert.Equal(all[..Wanted], some[..Wanted]);
            measured += some.Count;
        }

        Assert.InRange(measured / 200.0, Wanted, Kept / 2);
    }

    private unsafe nint Codes() => (nint)_codes.Rows;

    private ulong[][] Search(int queries = 50) => [.. Enumerable.Range(0, queries).Select(i => Search(i, 10))];

    private ulong[] Search(int query, int top)
    {
        using var encoded = new EncodedQuery(_codes.Quantizer, GloveVectors.Row(Rows + query));
        var results = new TopK(top);
        VectorSearch.Hnsw(_graph, _codes, encoded, ef: 100, accept: null, results);
        return results.Sort().ToArray();
    }

    private List<VectorHit> Rescore(int query, ulong[] kept, int? wanted)
    {
        var results = new TopK(kept.Length);
        foreach (ulong key in kept)
            results.Add(DistanceKey.Distance(key), DistanceKey.Row(key));
        using var encoded = new EncodedQuery(_column.Layout, VectorColumns.Bytes<float>(GloveVectors.Row(Rows + query)));
        List<VectorHit> hits = [];
        VectorSearch.Rescore(VectorSpace.For(_column.Layout, Metric.Cosine), _column, encoded, results, hits, wanted);
        return hits;
    }
}
