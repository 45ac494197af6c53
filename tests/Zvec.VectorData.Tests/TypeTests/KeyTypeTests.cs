using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.TypeTests;

public class KeyTypeTests : StoreTests
{
    [Fact]
    public async Task Every_key_type()
    {
        await CheckAsync("foo", "F ö/o\\'🎈");
        await CheckAsync<int>(8, 0, int.MinValue);
        await CheckAsync<long>(8, 0, long.MaxValue);
        await CheckAsync<ulong>(8, 0, ulong.MaxValue);
        await CheckAsync(new Guid("603840bf-cf91-4521-8b8e-8b6a2e75910a"), Guid.Empty);
    }

    [Fact]
    public async Task Keys_that_no_record_can_have_are_refused_and_found_by_no_filter()
    {
        ZvecCollection<string, Record<string>> records = await CreateAsync<string, Record<string>>(
            "records", RecordDefinition<string>(null));
        await records.UpsertAsync(new Record<string> { Id = "a" });
        foreach (string key in new[] { "", new string('x', 5000), "\uD800" })
        {
            await Assert.ThrowsAsync<VectorStoreException>(() => records.GetAsync(key));
            await Assert.ThrowsAsync<VectorStoreException>(() => records.DeleteAsync(key));
            Assert.Empty(await records.GetAsync(record => record.Id == key, 10).ToListAsync());
        }

        Assert.NotNull(await records.GetAsync("a"));
    }

    [Fact]
    public async Task Guid_keys_are_generated_unless_given()
    {
        ZvecCollection<Guid, Record<Guid>> records = await CreateAsync<Guid, Record<Guid>>("records", RecordDefinition<Guid>(null));
        var given = new Record<Guid> { Id = Guid.NewGuid(), Text = "given" };
        Guid givenKey = given.Id;
        var first = new Record<Guid> { Text = "first" };
        var second = new Record<Guid> { Text = "second" };
        await records.UpsertAsync([first, given, second]);

        Assert.Equal(givenKey, given.Id);
        Assert.NotEqual(Guid.Empty, first.Id);
        Assert.NotEqual(Guid.Empty, second.Id);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal("second", (await records.GetAsync(second.Id))!.Text);

        first.Text = "changed";
        Guid firstKey = first.Id;
        await records.UpsertAsync(first);
        Assert.Equal(firstKey, first.Id);
        Assert.Equal("changed", (await records.GetAsync(firstKey))!.Text);
        Assert.Equal(3, await records.GetAsync(_ => true, 10).CountAsync());
    }

    [Fact]
    public async Task Generated_key_is_taken_back_when_the_write_fails()
    {
        ZvecCollection<Guid, Record<Guid>> records = Store.GetCollection<Guid, Record<Guid>>("missing", RecordDefinition<Guid>(null));
        var record = new Record<Guid>();
        await Assert.ThrowsAsync<VectorStoreException>(() => records.UpsertAsync(record));
        Assert.Equal(Guid.Empty, record.Id);
    }

    [Fact]
    public async Task Guid_keys_are_generated_for_dynamic_records()
    {
        ZvecDynamicCollection records = await CreateDynamicAsync(RecordDefinition<Guid>(true));
        var record = new Dictionary<string, object?> { ["Text"] = "new" };
        await records.UpsertAsync(record);
        Assert.Equal("new", (await records.GetAsync(Assert.IsType<Guid>(record["Id"])))!["Text"]);
    }

    [Fact]
    public void Other_keys_are_not_generated()
    {
        Assert.Throws<NotSupportedException>(() => Store.GetCollection<int, Record<int>>("records", RecordDefinition<int>(true)));
        Assert.Throws<NotSupportedException>(() => Store.GetCollection<long, Record<long>>("records", RecordDefinition<long>(true)));
        Assert.Throws<NotSupportedException>(() => Store.GetCollection<ulong, Record<ulong>>("records", RecordDefinition<ulong>(true)));
        Assert.Throws<NotSupportedException>(() => Store.GetCollection<string, Record<string>>("records", RecordDefinition<string>(true)));
    }

    [Fact]
    public void Key_types_must_agree_and_be_supported()
    {
        Assert.Throws<InvalidOperationException>(() => Store.GetCollection<int, Record<long>>("records", RecordDefinition<long>(null)));
        Assert.Throws<NotSupportedException>(() => Store.GetCollection<short, Record<short>>("records", RecordDefinition<short>(null)));
    }

    private async Task CheckAsync<TKey>(params TKey[] keys)
        where TKey : notnull
    {
        string name = Guid.NewGuid().ToString();
        VectorStoreCollectionDefinition definition = RecordDefinition<TKey>(false);
        ZvecCollection<TKey, Record<TKey>> records = await CreateAsync<TKey, Record<TKey>>(name, definition);
        await records.UpsertAsync(keys.Select((key, i) => new Record<TKey> { Id = key, Text = $"{i}" }));
        for (int i = 0; i < keys.Length; i++)
        {
            Record<TKey>? record = await records.GetAsync(keys[i]);
            Assert.Equal(keys[i], record!.Id);
            Assert.Equal($"{i}", record.Text);
            Assert.Equal(keys[i], (await Store.GetDynamicCollection(name, definition).GetAsync(keys[i]))!["Id"]);
        }

        Assert.Equal(keys.Length, await records.GetAsync(keys).CountAsync());
        await records.DeleteAsync(keys[0]);
        Assert.Null(await records.GetAsync(keys[0]));
        Assert.NotNull(await records.GetAsync(keys[1]));
    }

    private static VectorStoreCollectionDefinition RecordDefinition<TKey>(bool? generated) => Definition(
        new VectorStoreKeyProperty("Id", typeof(TKey)) { IsAutoGenerated = generated },
        new VectorStoreDataProperty("Text", typeof(string)));

    public sealed class Record<TKey>
        where TKey : notnull
    {
        public TKey Id { get; set; } = default!;

        public string? Text { get; set; }
    }
}
