using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>Copies from another store.</summary>
public sealed class ImportTests : StoreTests
{
    private readonly ListedRecords<int, Numbered> _source = Source();

    private ZvecCollection<int, Numbered> Target => Store.GetCollection<int, Numbered>("records");

    [Theory]
    [InlineData(ZvecCopyPaging.Automatic)]
    [InlineData(ZvecCopyPaging.KeyOrder)]
    [InlineData(ZvecCopyPaging.Skip)]
    [InlineData(ZvecCopyPaging.OneRead)]
    public async Task Every_record_arrives_as_it_is(ZvecCopyPaging paging)
    {
        Fill(25);
        var told = new List<ZvecCopyCounts>();
        ZvecCopyCounts counts = await Target.ImportAsync(_source, new() { PageSize = 10, Paging = paging }, new Told(told));

        Assert.Equal(new ZvecCopyCounts(25, 25, 0), counts);
        Assert.Equal([new(10, 10, 0), new(20, 20, 0), new(25, 25, 0)], told);
        List<Numbered> stored = await Target.GetAsync(
            _ => true, 100, new() { IncludeVectors = true, OrderBy = by => by.Ascending(record => record.Id) }).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 25), stored.Select(record => record.Id));
        Assert.All(stored, record =>
        {
            Assert.Equal($"text {record.Id}", record.Text);
            Assert.Equal([record.Id, 1, 0.5f], record.Vector.ToArray());
        });
    }

    [Fact]
    public async Task By_key_and_by_skip_no_read_asks_for_more_than_a_page()
    {
        Fill(25);
        await Target.ImportAsync(_source, new() { PageSize = 10 });
        Assert.Equal([(10, 0, true), (10, 0, true), (10, 0, true), (10, 0, true)], _source.Reads);

        _source.Reads.Clear();
        await Target.ImportAsync(_source, new() { PageSize = 10, Paging = ZvecCopyPaging.Skip });
        Assert.Equal([(10, 0, true), (10, 10, true), (10, 20, true), (10, 25, true)], _source.Reads);
    }

    [Fact]
    public async Task A_filter_chooses_on_every_page()
    {
        Fill(25);
        ZvecCopyCounts counts = await Target.ImportAsync(_source, new() { PageSize = 3, Filter = record => record.Text != "text 7" });
        Assert.Equal(24, counts.Written);
        Assert.Null(await Target.GetAsync(7));
    }

    [Fact]
    public async Task A_store_that_returns_fewer_records_than_it_has_is_found_out()
    {
        var capped = new ListedRecords<int, Numbered>(record => record.Id) { Most = 8 };
        capped.Records.AddRange(Enumerable.Range(1, 9).Select(id => Numbered.Of(id)));
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Target.ImportAsync(capped, new() { Paging = ZvecCopyPaging.OneRead }));
        Assert.Contains("returned 8 records, and has more, such as that with key 9", failure.Message, StringComparison.Ordinal);

        ZvecCopyCounts counts = await Target.ImportAsync(capped, new() { Paging = ZvecCopyPaging.Skip });
        Assert.Equal(9, counts.Read);
    }

    [Fact]
    public async Task A_store_that_does_not_order_is_found_out()
    {
        var unordered = new ListedRecords<int, Numbered>(record => record.Id) { IgnoresOrder = true };
        unordered.Records.AddRange([Numbered.Of(2), Numbered.Of(1)]);
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Target.ImportAsync(unordered));
        Assert.Contains("key 1 after 2", failure.Message, StringComparison.Ordinal);
        Assert.False(await Target.CollectionExistsAsync());
    }

    [Fact]
    public async Task Records_that_are_returned_twice_are_found_out()
    {
        Fill(20);
        _source.BeforeRead = () =>
        {
            if (_source.Reads.Count == 1)
                _source.Records.Insert(0, Numbered.Of(0));
        };
        VectorStoreException failure = await Assert.ThrowsAsync<VectorStoreException>(
            () => Target.ImportAsync(_source, new() { PageSize = 10, Paging = ZvecCopyPaging.Skip }));
        Assert.Contains("has 20 records after a copy, and should have 21", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_copy_goes_on_where_it_was()
    {
        Fill(25);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Target.ImportAsync(_source, new() { PageSize = 10 }, new Told([], stop.Cancel), stop.Token));
        Assert.Equal(10, (await Target.GetStatisticsAsync()).Documents);
        await Target.UpsertAsync(Numbered.Of(3, "changed since"));

        ZvecCopyCounts counts = await Target.ImportAsync(_source, new() { PageSize = 10, KeepExisting = true });
        Assert.Equal(new ZvecCopyCounts(25, 15, 10), counts);
        Assert.Equal("changed since", (await Target.GetAsync(3))!.Text);

        Assert.Equal(new ZvecCopyCounts(25, 25, 0), await Target.ImportAsync(_source));
        Assert.Equal("text 3", (await Target.GetAsync(3))!.Text);
    }

    [Fact]
    public async Task An_empty_source_makes_an_empty_collection()
    {
        Assert.Equal(default, await Target.ImportAsync(_source));
        Assert.True(await Target.CollectionExistsAsync());
    }

    [Fact]
    public async Task Dictionaries_are_paged_by_key_too()
    {
        var source = new ListedRecords<object, Dictionary<string, object?>>(record => record["Id"]!);
        source.Records.AddRange(Enumerable.Range(1, 7).Select(id => new Dictionary<string, object?> { ["Id"] = (long)id, ["Text"] = "x" }));
        ZvecDynamicCollection target = Store.GetDynamicCollection("dynamic", Definition(
            new VectorStoreKeyProperty("Id", typeof(long)), new VectorStoreDataProperty("Text", typeof(string))));
        ZvecCopyCounts counts = await target.ImportAsync(source, new() { PageSize = 3 });
        Assert.Equal(7, counts.Written);
        Assert.Equal([3, 3, 3, 3], source.Reads.Select(read => read.Top));
        Assert.Equal("x", (await target.GetAsync(7L))!["Text"]);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("source", () => Target.ImportAsync(null!));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Target.ImportAsync(_source, new() { PageSize = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Target.ImportAsync(_source, new() { Paging = (ZvecCopyPaging)9 }));
        await Assert.ThrowsAsync<ArgumentException>("target", () => Target.ImportAsync(Target));
        await Assert.ThrowsAsync<NotSupportedException>(() => Store.GetCollection<string, NamedVector>("named").ImportAsync(
            new ListedRecords<string, NamedVector>(record => record.Id), new() { Paging = ZvecCopyPaging.KeyOrder }));
        Assert.Empty(await Store.ListCollectionNamesAsync().ToListAsync());
    }

    private static ListedRecords<int, Numbered> Source() => new(record => record.Id);

    // In no order, so that the order of the copy is the work of the copy.
    private void Fill(int count) =>
        _source.Records.AddRange(Enumerable.Range(1, count).OrderBy(id => id * 7 % 11).Select(id => Numbered.Of(id, $"text {id}")));
}
