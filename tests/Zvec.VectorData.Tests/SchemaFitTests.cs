using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Record classes that change over a collection that exists.</summary>
public sealed class SchemaFitTests : StoreTests
{
    private static readonly VectorStoreKeyProperty Key = new("Id", typeof(int));

    [Fact]
    public async Task Nullable_fields_vectors_and_indexes_are_added()
    {
        ZvecDynamicCollection before = await CreateDynamicAsync(Definition(
            Key, new VectorStoreDataProperty("Name", typeof(string)), Vector(DistanceFunction.DotProductSimilarity)));
        await before.UpsertAsync(Record(1, ("Name", "one")));

        ZvecDynamicCollection after = await CreateDynamicAsync(Definition(
            Key,
            new VectorStoreDataProperty("Name", typeof(string)) { IsIndexed = true },
            new VectorStoreDataProperty("Year", typeof(int?)) { IsIndexed = true },
            new VectorStoreDataProperty("Tags", typeof(string[])),
            Vector(DistanceFunction.DotProductSimilarity),
            new VectorStoreVectorProperty("Second", typeof(float[]), 3)));

        Dictionary<string, object?>? old = await after.GetAsync(1, new() { IncludeVectors = true });
        Assert.Equal("one", old!["Name"]);
        Assert.Null(old["Year"]);
        Assert.Null(old["Tags"]);
        Assert.Null(old["Second"]);

        await after.UpsertAsync(Record(2, ("Name", "two"), ("Year", 2024), ("Tags", new[] { "x" }), ("Second", new float[] { 1, 2, 3 })));
        Assert.Equal([2], await Ids(after.GetAsync(r => (int?)r["Year"] == 2024 && r["Name"] == "two", 10)));
        Assert.Equal([1], await Ids(after.GetAsync(r => r["Year"] == null, 10)));
        Assert.Equal(
            [2],
            await Ids(
                after.SearchAsync(new float[] { 1, 2, 3 }, 10, new() { VectorProperty = r => r["Second"] }).Select(hit => hit.Record)));
        await CreateDynamicAsync(Definition(Key));
    }

    [Fact]
    public async Task Silent_definitions_fit()
    {
        await CreateDynamicAsync(Definition(
            Key,
            new VectorStoreDataProperty("Name", typeof(string)) { IsIndexed = true },
            new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 2)
            {
                DistanceFunction = DistanceFunction.EuclideanDistance,
                IndexKind = IndexKind.Flat,
            }));

        await CreateDynamicAsync(Definition(Key));
        await CreateDynamicAsync(Definition(Key, new VectorStoreDataProperty("Name", typeof(string)), Vector(null)));
        await CreateDynamicAsync(Definition(Key, Vector(DistanceFunction.EuclideanSquaredDistance)));
        await CreateDynamicAsync(Definition(
            Key, new VectorStoreVectorProperty("Vector", typeof(string), 2) { EmbeddingGenerator = new LetterGenerator() }));
        await CreateDynamicAsync(Definition(Key, new VectorStoreVectorProperty("Vector", typeof(float[]), 2)));
    }

    [Fact]
    public async Task Fields_and_vectors_come_to_allow_nulls_that_a_definition_states()
    {
        ZvecDynamicCollection before = await CreateDynamicAsync(Definition(
            Key,
            new VectorStoreDataProperty("Count", typeof(int)),
            new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 2) { IndexKind = IndexKind.Hnsw }));
        await before.UpsertAsync(Record(1, ("Count", 5), ("Vector", new ReadOnlyMemory<float>([1, 2]))));

        ZvecDynamicCollection after = await CreateDynamicAsync(Definition(
            Key,
            new VectorStoreDataProperty("Count", typeof(int?)) { IsIndexed = true },
            new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>?), 2) { IndexKind = IndexKind.Hnsw }));
        await after.UpsertAsync(Record(2, ("Count", null), ("Vector", null)));
        Assert.Equal([2], await Ids(after.GetAsync(r => r["Count"] == null, 10)));
        Assert.Equal([1], await Ids(after.GetAsync(r => (int?)r["Count"] == 5, 10)));
        Assert.Equal([1], await Ids(after.SearchAsync(new ReadOnlyMemory<float>([1, 2]), 10).Select(hit => hit.Record)));
    }

    public static TheoryData<string, string> Misfits => new()
    {
        { "key type", "'Id'" },
        { "key name", "'Other'" },
        { "field type", "'Name'" },
        { "new field", "'Year'" },
        { "new vector", "'Second'" },
        { "dimensions", "'Vector'" },
        { "vector type", "'Vector'" },
        { "metric", "'Vector'" },
        { "index kind", "'Vector'" },
        { "field for vector", "'Vector'" },
        { "vector for field", "'Name'" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task What_differs_is_named(string what, string named)
    {
        ZvecDynamicCollection before = await CreateDynamicAsync(Definition(
            Key,
            new VectorStoreDataProperty("Name", typeof(string)),
            new VectorStoreDataProperty("Count", typeof(int)),
            Vector(DistanceFunction.CosineSimilarity)));
        await before.UpsertAsync(Record(1, ("Name", "one"), ("Count", 1)));

        VectorStoreCollectionDefinition changed = what switch
        {
            "key type" => Definition(new VectorStoreKeyProperty("Id", typeof(long))),
            "key name" => Definition(new VectorStoreKeyProperty("Other", typeof(int))),
            "field type" => Definition(Key, new VectorStoreDataProperty("Name", typeof(int))),
            "new field" => Definition(Key, new VectorStoreDataProperty("Year", typeof(int))),
            "new vector" => Definition(Key, new VectorStoreVectorProperty("Second", typeof(ReadOnlyMemory<float>), 2)),
            "dimensions" => Definition(Key, new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 3)),
            "vector type" => Definition(Key, new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<Half>), 2)),
            "metric" => Definition(Key, Vector(DistanceFunction.ManhattanDistance)),
            "index kind" => Definition(
                Key, new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 2) { IndexKind = IndexKind.Dynamic }),
            "field for vector" => Definition(Key, new VectorStoreDataProperty("Vector", typeof(float[]))),
            _ => Definition(Key, new VectorStoreVectorProperty("Name", typeof(ReadOnlyMemory<float>), 2)),
        };

        ZvecDynamicCollection after = Store.GetDynamicCollection("records", changed);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => after.EnsureCollectionExistsAsync());
        Assert.Contains($"property {named}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'records'", exception.Message, StringComparison.Ordinal);
        Assert.Equal("one", (await before.GetAsync(1))!["Name"]);
    }

    [Fact]
    public async Task Two_handles_add_the_same_field_at_once()
    {
        await CreateDynamicAsync(Definition(Key, Vector(null)));
        VectorStoreCollectionDefinition wider = Definition(
            Key, Vector(null), new VectorStoreDataProperty("Name", typeof(string)) { IsIndexed = true });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => Open().GetDynamicCollection("records", wider).EnsureCollectionExistsAsync())));
        await Store.GetDynamicCollection("records", wider).UpsertAsync(Record(1, ("Name", "one")));
    }

    private static VectorStoreVectorProperty Vector(string? function) =>
        new("Vector", typeof(ReadOnlyMemory<float>), 2) { DistanceFunction = function };

    private static Dictionary<string, object?> Record(int id, params (string Name, object? Value)[] values)
    {
        var record = new Dictionary<string, object?> { ["Id"] = id, ["Vector"] = new ReadOnlyMemory<float>([1, 2]) };
        foreach ((string name, object? value) in values)
            record[name] = value;
        return record;
    }

    private static async Task<List<int>> Ids(IAsyncEnumerable<Dictionary<string, object?>> records) =>
        await records.Select(record => (int)record["Id"]!).Order().ToListAsync();
}
