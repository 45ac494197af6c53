using System.Collections;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.TypeTests;

public sealed class EmbeddingTypeTests : StoreTests
{
    [Fact]
    public async Task Floats()
    {
        float[] vector = [1.5f, -2, 3];
        await CheckAsync(vector, read => read);
        await CheckAsync<ReadOnlyMemory<float>>(vector, read => read.ToArray());
        await CheckAsync<ReadOnlyMemory<float>?>(vector, read => read!.Value.ToArray());
        await CheckAsync(new Embedding<float>(vector), read => read.Vector.ToArray());
    }

    [Fact]
    public async Task Halves()
    {
        Half[] vector = [(Half)1.5f, (Half)(-2), (Half)3];
        await CheckAsync(vector, read => Floats(read));
        await CheckAsync<ReadOnlyMemory<Half>>(vector, read => Floats(read.ToArray()));
        await CheckAsync<ReadOnlyMemory<Half>?>(vector, read => Floats(read!.Value.ToArray()));
        await CheckAsync(new Embedding<Half>(vector), read => Floats(read.Vector.ToArray()));

        static float[] Floats(Half[] halves) => [.. halves.Select(half => (float)half)];
    }

    [Fact]
    public async Task Bytes_with_sign()
    {
        sbyte[] vector = [1, -2, 127];
        await CheckAsync(vector, read => Floats(read));
        await CheckAsync<ReadOnlyMemory<sbyte>>(vector, read => Floats(read.ToArray()));
        await CheckAsync<ReadOnlyMemory<sbyte>?>(vector, read => Floats(read!.Value.ToArray()));
        await CheckAsync(new Embedding<sbyte>(vector), read => Floats(read.Vector.ToArray()));

        static float[] Floats(sbyte[] bytes) => [.. bytes.Select(number => (float)number)];
    }

    [Theory]
    [InlineData(typeof(byte[]))]
    [InlineData(typeof(ReadOnlyMemory<double>))]
    [InlineData(typeof(List<float>))]
    public void Other_vectors_are_refused_by_name(Type type)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Store.GetDynamicCollection("records", Definition(
            new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreVectorProperty("Vector", type, 8))));
        Assert.Contains("'Vector'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_value_of_another_kind_is_refused()
    {
        ZvecCollection<int, Record<float[]>> records = await CreateAsync<int, Record<float[]>>("records", RecordDefinition<float[]>());
        object[] values = [new BinaryEmbedding(new BitArray(3)), new BitArray(3), new byte[3], 5, "text"];
        foreach (object value in values)
            await Assert.ThrowsAsync<NotSupportedException>(() => records.SearchAsync(value, 1).ToListAsync().AsTask());
    }

    [Fact]
    public async Task Bits()
    {
        var vector = new BitArray([true, false, true, true, false, false, true, false, true, true, true]);
        await CheckBitsAsync(vector, read => read);
        await CheckBitsAsync(new BinaryEmbedding(vector), read => read.Vector);
    }

    [Theory]
    [InlineData(DistanceFunction.CosineSimilarity, null)]
    [InlineData(DistanceFunction.ManhattanDistance, null)]
    [InlineData(null, IndexKind.IvfFlat)]
    [InlineData(null, IndexKind.QuantizedFlat)]
    public void Bits_refuse_functions_and_indexes_that_they_do_not_have(string? function, string? kind)
    {
        VectorStoreCollectionDefinition definition = Definition(
            new VectorStoreKeyProperty("Id", typeof(int)),
            new VectorStoreVectorProperty("Vector", typeof(BinaryEmbedding), 11) { DistanceFunction = function, IndexKind = kind });
        var exception = Assert.Throws<NotSupportedException>(() => Store.GetDynamicCollection("records", definition));
        Assert.Contains("'Vector'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_are_no_search_value_for_bits()
    {
        ZvecCollection<int, Record<BitArray>> records = await CreateAsync<int, Record<BitArray>>("records", BitsDefinition<BitArray>());
        foreach (object value in (object[])[new float[11], new sbyte[11], new Embedding<float>(new float[11]), new byte[2]])
            await Assert.ThrowsAsync<NotSupportedException>(() => records.SearchAsync(value, 1).ToListAsync().AsTask());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(IndexKind.Flat)]
    [InlineData(IndexKind.Hnsw)]
    [InlineData(IndexKind.Dynamic)]
    public async Task Bits_are_found_by_every_index_that_they_can_have(string? kind)
    {
        const int Dimensions = 96;
        ZvecCollection<int, Record<BinaryEmbedding>> records = await CreateAsync<int, Record<BinaryEmbedding>>(
            kind ?? "default", Definition(
            new VectorStoreKeyProperty("Id", typeof(int)),
            new VectorStoreVectorProperty("Vector", typeof(BinaryEmbedding), Dimensions) { IndexKind = kind }));
        var random = new Random(3);
        BitArray[] vectors = [.. Enumerable.Range(0, 1_200)
            .Select(_ => new BitArray([.. Enumerable.Range(0, Dimensions).Select(_ => random.Next(2) == 1)]))];
        await records.UpsertAsync(
            vectors.Select((bits, id) => new Record<BinaryEmbedding> { Id = id, Vector = new BinaryEmbedding(bits) }));
        await records.OptimizeAsync();
        for (int id = 0; id < 1_200; id += 100)
        {
            var near = new BitArray(vectors[id]);
            near[5] = !near[5];
            near[70] = !near[70];
            VectorSearchResult<Record<BinaryEmbedding>> hit = await records.SearchAsync(
                new BinaryEmbedding(near), 1, new() { IncludeVectors = true }).SingleAsync();
            Assert.Equal(id, hit.Record.Id);
            Assert.Equal(2, hit.Score);
            Assert.Equal(vectors[id], hit.Record.Vector.Vector);
            Assert.Empty(await records.SearchAsync(near, 1, new() { ScoreThreshold = 1 }).ToListAsync());
        }
    }

    [Fact]
    public async Task Bytes_with_sign_are_found_by_graphs()
    {
        foreach (string function in (string[])[DistanceFunction.CosineSimilarity, DistanceFunction.EuclideanDistance,
            DistanceFunction.HammingDistance, DistanceFunction.ManhattanDistance])
        {
            ZvecCollection<int, Record<sbyte[]>> records = await CreateAsync<int, Record<sbyte[]>>(function, Definition(
                new VectorStoreKeyProperty("Id", typeof(int)),
                new VectorStoreVectorProperty("Vector", typeof(sbyte[]), 24) { IndexKind = IndexKind.Hnsw, DistanceFunction = function }));
            var random = new Random(3);
            sbyte[][] vectors =
                [.. Enumerable.Range(0, 1_200).Select(_ => Enumerable.Range(0, 24).Select(_ => (sbyte)random.Next(-128, 128)).ToArray())];
            await records.UpsertAsync(vectors.Select((vector, id) => new Record<sbyte[]> { Id = id, Vector = vector }));
            await records.OptimizeAsync();
            for (int id = 0; id < 1_200; id += 100)
            {
                VectorSearchResult<Record<sbyte[]>> hit = await records.SearchAsync(
                    vectors[id], 1, new() { IncludeVectors = true }).SingleAsync();
                Assert.Equal(id, hit.Record.Id);
                Assert.Equal(vectors[id], hit.Record.Vector);
            }
        }

        Assert.Equal(4, Directory.GetFiles(Folder, "*.hnsw", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Bits_come_from_a_generator()
    {
        VectorStoreCollectionDefinition definition = Definition(
            new VectorStoreKeyProperty("Id", typeof(int)),
            new VectorStoreVectorProperty("Vector", typeof(string), 26)
            {
                EmbeddingType = typeof(BinaryEmbedding),
                EmbeddingGenerator = new LetterBits(),
            });
        ZvecDynamicCollection records = await CreateDynamicAsync(definition);
        await records.UpsertAsync([new() { ["Id"] = 1, ["Vector"] = "abc" }, new() { ["Id"] = 2, ["Vector"] = "xyz" }]);
        VectorSearchResult<Dictionary<string, object?>> hit = await records.SearchAsync("abd", 1).SingleAsync();
        Assert.Equal((1, 2.0), ((int)hit.Record["Id"]!, hit.Score));
    }

    private async Task CheckBitsAsync<T>(T vector, Func<T, BitArray> toBits)
        where T : notnull
    {
        string name = Guid.NewGuid().ToString();
        ZvecCollection<int, Record<T>> records = await CreateAsync<int, Record<T>>(name, BitsDefinition<T>());
        await records.UpsertAsync(new Record<T> { Id = 1, Vector = vector });
        Assert.Equal(toBits(vector), toBits((await records.GetAsync(1, new() { IncludeVectors = true }))!.Vector));
        var other = new BitArray(toBits(vector));
        other[10] = !other[10];
        foreach (object value in (object[])[other, new BinaryEmbedding(other)])
        {
            VectorSearchResult<Record<T>> hit = await records.SearchAsync(value, 1, new() { IncludeVectors = true }).SingleAsync();
            Assert.Equal(1, hit.Score);
            Assert.Equal(toBits(vector), toBits(hit.Record.Vector));
        }

        ZvecDynamicCollection dynamicRecords = Store.GetDynamicCollection(name, BitsDefinition<T>());
        await dynamicRecords.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 2, ["Vector"] = vector });
        Dictionary<string, object?>? read = await dynamicRecords.GetAsync(2, new() { IncludeVectors = true });
        Assert.Equal(toBits(vector), toBits((T)read!["Vector"]!));
    }

    private static VectorStoreCollectionDefinition BitsDefinition<T>() => Definition(
        new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreVectorProperty("Vector", typeof(T), 11));

    private async Task CheckAsync<T>(T vector, Func<T, float[]> toFloats)
    {
        string name = Guid.NewGuid().ToString();
        ZvecCollection<int, Record<T>> records = await CreateAsync<int, Record<T>>(name, RecordDefinition<T>());
        await records.UpsertAsync(new Record<T> { Id = 1, Vector = vector });

        Assert.Equal(toFloats(vector), toFloats((await records.GetAsync(1, new() { IncludeVectors = true }))!.Vector));
        VectorSearchResult<Record<T>> hit = await records.SearchAsync<object>(vector!, 1, new() { IncludeVectors = true }).SingleAsync();
        Assert.Equal(1, hit.Score!.Value, 1e-3);
        Assert.Equal(toFloats(vector), toFloats(hit.Record.Vector));
        Assert.Equal(1, await records.SearchAsync(toFloats(vector), 1).CountAsync());

        ZvecDynamicCollection dynamicRecords = Store.GetDynamicCollection(name, RecordDefinition<T>());
        await dynamicRecords.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 2, ["Vector"] = vector });
        Dictionary<string, object?>? read = await dynamicRecords.GetAsync(2, new() { IncludeVectors = true });
        Assert.Equal(toFloats(vector), toFloats((T)read!["Vector"]!));
    }

    private static VectorStoreCollectionDefinition RecordDefinition<T>() => Definition(
        new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreVectorProperty("Vector", typeof(T), 3));

    public sealed class Record<T>
    {
        public int Id { get; set; }

        public T Vector { get; set; } = default!;
    }

    /// <summary>A bit for each letter that a text has.</summary>
    private sealed class LetterBits : IEmbeddingGenerator<string, BinaryEmbedding>
    {
        public Task<GeneratedEmbeddings<BinaryEmbedding>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<BinaryEmbedding>(values.Select(text =>
            {
                var bits = new BitArray(26);
                foreach (char letter in text)
                    bits[letter - 'a'] = true;
                return new BinaryEmbedding(bits);
            })));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
