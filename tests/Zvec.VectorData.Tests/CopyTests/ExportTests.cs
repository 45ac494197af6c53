using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>Copies to another store, and from one Zvec collection to another.</summary>
public class ExportTests : StoreTests
{
    [Fact]
    public async Task Every_record_arrives_in_another_store()
    {
        ZvecCollection<int, Numbered> source = await FilledAsync(25);
        var target = new ListedRecords<int, Numbered>(record => record.Id);
        Assert.Equal(new ZvecCopyCounts(25, 25, 0), await source.ExportAsync(target, new() { PageSize = 10 }));
        Assert.True(target.Exists);
        Assert.Equal(Enumerable.Range(1, 25), target.Records.Select(record => record.Id).Order());
        Assert.All(target.Records, record => Assert.Equal([record.Id, 1, 0.5f], record.Vector.ToArray()));

        ZvecCopyCounts again = await source.ExportAsync(target, new() { KeepExisting = true, Filter = record => record.Id <= 5 });
        Assert.Equal(new ZvecCopyCounts(5, 0, 5), again);
    }

    [Fact]
    public async Task A_target_that_loses_records_is_found_out()
    {
        ZvecCollection<int, Numbered> source = await FilledAsync(3);
        var target = new ListedRecords<int, Numbered>(record => record.Id) { LosesWrites = true };
        VectorStoreException failure = await Assert.ThrowsAsync<VectorStoreException>(() => source.ExportAsync(target));
        Assert.Contains("does not have the record with key", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await source.ExportAsync(target, new() { Verify = false })).Written);
    }

    [Fact]
    public async Task The_copy_is_of_one_moment()
    {
        ZvecCollection<int, Numbered> source = await FilledAsync(25);
        var target = new ListedRecords<int, Numbered>(record => record.Id);
        var deleting = new Told([], () => source.DeleteAsync(Enumerable.Range(1, 25)).GetAwaiter().GetResult());
        Assert.Equal(25, (await source.ExportAsync(target, new() { PageSize = 10 }, deleting)).Written);
        Assert.Equal(0, (await source.GetStatisticsAsync()).Documents);
    }

    [Fact]
    public async Task One_collection_is_copied_to_another_whichever_is_asked()
    {
        ZvecCollection<int, Numbered> source = await FilledAsync(25);
        ZvecCollection<int, Numbered> imported = Store.GetCollection<int, Numbered>("imported");
        ZvecCollection<int, Numbered> exported = Store.GetCollection<int, Numbered>("exported");
        Assert.Equal(25, (await imported.ImportAsync(source)).Written);
        Assert.Equal(25, (await source.ExportAsync(exported, new() { PageSize = 10 })).Written);
        foreach (ZvecCollection<int, Numbered> copy in new[] { imported, exported })
        {
            Numbered last = (await copy.GetAsync(25, new() { IncludeVectors = true }))!;
            Assert.Equal([25, 1, 0.5f], last.Vector.ToArray());
        }
    }

    [Fact]
    public async Task A_source_that_does_not_exist_leaves_no_target()
    {
        var target = new ListedRecords<int, Numbered>(record => record.Id);
        await Assert.ThrowsAsync<VectorStoreException>(() => Store.GetCollection<int, Numbered>("nothing").ExportAsync(target));
        Assert.False(target.Exists);
    }

    private async Task<ZvecCollection<int, Numbered>> FilledAsync(int count)
    {
        ZvecCollection<int, Numbered> collection = await CreateAsync<int, Numbered>();
        await collection.UpsertAsync(Enumerable.Range(1, count).Select(id => Numbered.Of(id)));
        return collection;
    }
}
