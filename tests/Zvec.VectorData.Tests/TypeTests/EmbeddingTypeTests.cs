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
    [InlineData(typeof(BitArray))]
    [InlineData(typeof(BinaryEmbedding))]
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
}
