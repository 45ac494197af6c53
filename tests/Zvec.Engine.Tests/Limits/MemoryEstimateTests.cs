using Zvec.Engine.Columns;
using Zvec.Engine.Documents;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Indexes.Vectors;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Limits;

/// <summary>What is reserved is near what is taken, as the allocators measure it.</summary>
public sealed class MemoryEstimateTests
{
    [Theory]
    [InlineData(3_000, 16, 100)]
    [InlineData(1_500, 2, 20)]
    [InlineData(1_200, 128, 300)]
    public void Building_a_graph_takes_what_was_estimated_and_at_most_a_fifth_less(int rows, int m, int efConstruction)
    {
        var layout = new VectorRowLayout(VectorType.Float32, 4, HasNorm: false);
        var random = new Random(1);
        using MappedVectorColumn column = VectorColumns.Mapped(
            layout, Enumerable.Range(0, rows).Select(_ => VectorColumns.Random(VectorType.Float32, 4, random)));
        long before = NativeBuffer.AllocatedOnThisThread;
        using HnswGraph graph = HnswBuilder.Build(
            VectorSpace.For(layout, Metric.L2), column, m, efConstruction, threads: 1, cancellation: TestContext.Current.CancellationToken);
        const long Locks = (1 << 14) * sizeof(int);
        long taken = NativeBuffer.AllocatedOnThisThread - before + Locks;
        long estimate = HnswConstruction.EstimateBytes(rows, m, efConstruction, threads: 1);
        Assert.InRange(taken, 0.8 * estimate, 1.0 * estimate);
    }

    [Theory]
    [InlineData(KeyType.Int64, 3_000)]
    [InlineData(KeyType.String, 10_000)]
    public void Documents_in_memory_take_what_is_measured_by_a_factor_of_two(KeyType keyType, int rows)
    {
        CollectionSchema schema = new CollectionSchema("c")
        {
            Key = keyType,
            Fields =
            {
                new FieldSchema("n", DataType.Int32),
                new FieldSchema("text", DataType.String),
                new FieldSchema("tags", DataType.StringArray),
            },
            Vectors = { new VectorSchema("v", VectorType.Float32, 20) },
        }.WithIds();
        NormalizedDocument[] documents = [.. Enumerable.Range(0, rows).Select(i => Document(keyType, i))];
        var budget = new MemoryBudget(1 << 30);
        long estimate = 0;
        long overhead = MutableSegment.OverheadPerDocument(schema);
        var form = new DocumentForm(schema);
        var encoded = new ByteWriter();
        long keyTexts = 0;
        foreach (NormalizedDocument document in documents)
        {
            encoded.Clear();
            form.Codec.Encode(encoded, document);
            estimate += MutableSegment.Estimate(document, encoded.Length, overhead);
            keyTexts += keyType == KeyType.String ? 24 + (2 * document.Key.TextLength) : 0;
        }

        long before = NativeBuffer.AllocatedOnThisThread + GC.GetAllocatedBytesForCurrentThread();
        var segment = new MutableSegment(schema, firstLog: 1, budget);
        foreach (NormalizedDocument document in documents)
            segment.Append(document);
        long allocated = NativeBuffer.AllocatedOnThisThread + GC.GetAllocatedBytesForCurrentThread() - before + keyTexts;

        // the allocators also count the arrays that growing left behind
        Assert.InRange(allocated, segment.MemoryBytes / 1.5, segment.MemoryBytes * 2);
        Assert.InRange(segment.MemoryBytes, estimate / 2, estimate * 1.5);
        Assert.Equal(0, budget.Taken);
        segment.Measure();
        Assert.InRange(budget.Taken, segment.MemoryBytes, segment.MemoryBytes * 1.3);
        segment.Release();
        Assert.Equal(0, budget.Taken);
    }

    [Theory]
    [InlineData(DataType.Int64)]
    [InlineData(DataType.String)]
    public void Building_an_inverted_index_takes_what_was_estimated_by_a_factor_of_two(DataType type)
    {
        const int Rows = 40_000;
        ColumnBuilder builder = ColumnBuilder.Create(type);
        for (int i = 0; i < Rows; i++)
            builder.Append(type == DataType.Int64 ? (long)i : $"the value number {i}");
        using var folder = new TemporaryFolder();
        using var file = new SectionFileWriter(
            PhysicalFileSystem.Instance, folder["index"], FileKind.InvertedIndex, InvertedIndexWriter.Version);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvertedIndexWriter.Write(file, builder.Column, Rows);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long estimate = InvertedIndexWriter.EstimateBytes(builder.Column, Rows);
        Assert.InRange(allocated, estimate / 2, estimate * 2);
    }

    private static NormalizedDocument Document(KeyType keyType, int i)
    {
        DocumentKey key = keyType == KeyType.String ? new DocumentKey($"document-{i}") : new DocumentKey((long)i);
        return new NormalizedDocument(key, [i, $"the text of document {i}", new[] { "red", $"tag {i % 7}" }, new byte[80]]);
    }
}
