using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.ModelTests;

public class DynamicModelTests : StoreTests
{
    [Fact]
    public async Task Record_comes_back_as_it_was()
    {
        ZvecDynamicCollection records = await FillAsync();
        Dictionary<string, object?>? record = await records.GetAsync(1, new() { IncludeVectors = true });

        Assert.Equal(4, record!.Count);
        Assert.Equal(1, record["Id"]);
        Assert.Equal("one", record["Name"]);
        Assert.Equal(["a"], (string[])record["Tags"]!);
        Assert.Equal([1, 0], ((ReadOnlyMemory<float>)record["Vector"]!).ToArray());
    }

    [Fact]
    public async Task Vectors_are_absent_unless_asked_for()
    {
        ZvecDynamicCollection records = await FillAsync();
        Assert.False((await records.GetAsync(1))!.ContainsKey("Vector"));
        Assert.False((await records.GetAsync([1]).SingleAsync()).ContainsKey("Vector"));
        Assert.False((await records.GetAsync(r => (int)r["Id"]! == 1, 1).SingleAsync()).ContainsKey("Vector"));
        Assert.False((await records.SearchAsync(new float[] { 1, 0 }, 1).SingleAsync()).Record.ContainsKey("Vector"));
        Assert.True((await records.SearchAsync(new float[] { 1, 0 }, 1, new() { IncludeVectors = true }).SingleAsync()).Record.ContainsKey(
            "Vector"));
    }

    [Fact]
    public async Task Absent_values_are_stored_and_read_as_null()
    {
        ZvecDynamicCollection records = await FillAsync();
        await records.UpsertAsync(
            new Dictionary<string, object?> { ["Id"] = 9, ["Vector"] = new ReadOnlyMemory<float>([1, 1]), ["Unknown"] = "left out" });
        Dictionary<string, object?>? record = await records.GetAsync(9);
        Assert.Equal(["Id", "Name", "Tags"], record!.Keys.Order());
        Assert.Null(record["Name"]);
        Assert.Null(record["Tags"]);
    }

    [Fact]
    public async Task Order_filter_search_and_delete()
    {
        ZvecDynamicCollection records = await FillAsync();
        Assert.Equal(
            [2, 1],
            await records.GetAsync(r => (int)r["Id"]! < 3, 10, new() { OrderBy = o => o.Descending(r => r["Name"]) }).Select(
                r => (int)r["Id"]!).ToListAsync());
        Assert.Equal(
            [3],
            await records.SearchAsync(
                new float[] { 1, 0 }, 1,
                new() { Filter = r => r["Name"] == "three", VectorProperty = r => r["Vector"] }).Select(h =>
                    (int)h.Record["Id"]!).ToListAsync());

        await records.DeleteAsync([1, 2]);
        await records.DeleteAsync((object)3);
        Assert.Empty(await records.GetAsync(r => true, 10).ToListAsync());
    }

    [Fact]
    public async Task Key_of_another_type_is_refused()
    {
        ZvecDynamicCollection records = await FillAsync();
        Assert.Equal("key", (await Assert.ThrowsAsync<ArgumentException>(() => records.GetAsync("1"))).ParamName);
        await Assert.ThrowsAsync<ArgumentException>(() => records.DeleteAsync(1L));
    }

    [Fact]
    public async Task Value_of_another_type_is_refused()
    {
        ZvecDynamicCollection records = await FillAsync();
        await Assert.ThrowsAsync<InvalidCastException>(
            () => records.UpsertAsync(
                new Dictionary<string, object?> { ["Id"] = 9, ["Name"] = 5, ["Vector"] = new ReadOnlyMemory<float>([1, 1]) }));
    }

    [Fact]
    public async Task Typed_and_dynamic_collections_share_their_records()
    {
        await FillAsync();
        ZvecCollection<int, Record> typed = Store.GetCollection<int, Record>("records");
        await typed.EnsureCollectionExistsAsync();
        Assert.Equal("two", (await typed.GetAsync(2))!.Name);
        await typed.UpsertAsync(new Record { Id = 4, Name = "four", Vector = new float[] { 4, 4 } });
        Assert.Equal("four", (await Store.GetDynamicCollection("records", RecordDefinition()).GetAsync(4))!["Name"]);
    }

    private static VectorStoreCollectionDefinition RecordDefinition() => Definition(
        new VectorStoreKeyProperty("Id", typeof(int)),
        new VectorStoreDataProperty("Name", typeof(string)) { IsIndexed = true },
        new VectorStoreDataProperty("Tags", typeof(string[])),
        new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 2));

    private async Task<ZvecDynamicCollection> FillAsync()
    {
        ZvecDynamicCollection records = await CreateDynamicAsync(RecordDefinition());
        await records.UpsertAsync(new[] { "one", "two", "three" }.Select((name, i) => new Dictionary<string, object?>
        {
            ["Id"] = i + 1,
            ["Name"] = name,
            ["Tags"] = new[] { "a" },
            ["Vector"] = new ReadOnlyMemory<float>([1, i]),
        }));
        return records;
    }

    public sealed class Record
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData]
        public string? Name { get; set; }

        [VectorStoreData]
        public List<string>? Tags { get; set; }

        [VectorStoreVector(2)]
        public float[]? Vector { get; set; }
    }
}
