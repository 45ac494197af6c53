using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.ModelTests;

public class BasicModelTests : StoreTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Record_comes_back_as_it_was(bool includeVectors)
    {
        ZvecCollection<string, Hotel> hotels = await FillAsync();
        Hotel? hotel = await hotels.GetAsync("h2", new() { IncludeVectors = includeVectors });

        Assert.Equal("h2", hotel!.Id);
        Assert.Equal("Seaview", hotel.Name);
        Assert.Equal(4.5, hotel.Rating);
        Assert.Equal(["pool", "bar"], hotel.Tags!);
        Assert.Equal("not stored", hotel.Ignored);
        Assert.Equal(includeVectors ? [2, 1, 0] : [], hotel.Vector.ToArray());
    }

    [Fact]
    public async Task Missing_record_is_null() => Assert.Null(await (await FillAsync()).GetAsync("nothing"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Several_records_by_key(bool includeVectors)
    {
        ZvecCollection<string, Hotel> hotels = await FillAsync();
        List<Hotel> found = await hotels.GetAsync(["h3", "missing", "h1"], new() { IncludeVectors = includeVectors }).ToListAsync();
        Assert.Equal(["h3", "h1"], found.Select(hotel => hotel.Id));
        Assert.All(found, hotel => Assert.Equal(includeVectors ? 3 : 0, hotel.Vector.Length));
        Assert.Empty(await hotels.GetAsync(Array.Empty<string>()).ToListAsync());
    }

    [Fact]
    public async Task Upsert_replaces_the_whole_record()
    {
        ZvecCollection<string, Hotel> hotels = await FillAsync();
        await hotels.UpsertAsync(new Hotel { Id = "h2", Name = "Lakeview", Vector = new float[] { 9, 9, 9 } });

        Hotel? hotel = await hotels.GetAsync("h2", new() { IncludeVectors = true });
        Assert.Equal("Lakeview", hotel!.Name);
        Assert.Null(hotel.Rating);
        Assert.Null(hotel.Tags);
        Assert.Equal([9, 9, 9], hotel.Vector.ToArray());
        Assert.Equal(5, await hotels.GetAsync(_ => true, 100).CountAsync());
        Assert.Empty(await hotels.GetAsync(h => h.Name == "Seaview", 10).ToListAsync());
    }

    [Fact]
    public async Task Last_of_a_batch_with_one_key_stays()
    {
        ZvecCollection<string, Hotel> hotels = await CreateAsync<string, Hotel>();
        await hotels.UpsertAsync([NewHotel("a", "first"), NewHotel("b", "other"), NewHotel("a", "last")]);
        Assert.Equal("last", (await hotels.GetAsync("a"))!.Name);
        Assert.Equal(2, await hotels.SearchAsync(new float[] { 1, 1, 1 }, 10).CountAsync());
    }

    [Fact]
    public async Task Caller_may_change_what_was_written()
    {
        ZvecCollection<string, Hotel> hotels = await CreateAsync<string, Hotel>();
        var vector = new float[] { 1, 2, 3 };
        var hotel = new Hotel { Id = "a", Name = "a", Vector = vector, Tags = ["x"] };
        await hotels.UpsertAsync(hotel);
        vector[0] = 100;
        hotel.Tags[0] = "changed";

        Hotel? stored = await hotels.GetAsync("a", new() { IncludeVectors = true });
        Assert.Equal([1, 2, 3], stored!.Vector.ToArray());
        Assert.Equal(["x"], stored.Tags!);
    }

    [Fact]
    public async Task Deleted_records_are_gone_everywhere()
    {
        ZvecCollection<string, Hotel> hotels = await FillAsync();
        await hotels.DeleteAsync("h1");
        await hotels.DeleteAsync("h1");
        await hotels.DeleteAsync("nothing");
        await hotels.DeleteAsync(["h2", "h3", "nothing"]);
        await hotels.DeleteAsync(Array.Empty<string>());

        Assert.Null(await hotels.GetAsync("h1"));
        Assert.Equal(["h4", "h5"], await hotels.GetAsync(_ => true, 10).Select(hotel => hotel.Id).Order().ToListAsync());
        Assert.Equal(
            ["h4", "h5"], await hotels.SearchAsync(new float[] { 1, 1, 1 }, 10).Select(hit => hit.Record.Id).Order().ToListAsync());
    }

    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        await FillAsync();
        Store.Dispose();

        using var store = new ZvecVectorStore(Folder);
        ZvecCollection<string, Hotel> hotels = store.GetCollection<string, Hotel>("records");
        Assert.Equal("Seaview", (await hotels.GetAsync("h2"))!.Name);
        Assert.Equal("h2", (await hotels.SearchAsync(new float[] { 2, 1, 0 }, 1).SingleAsync()).Record.Id);
    }

    [Fact]
    public async Task Order_skip_and_top()
    {
        ZvecCollection<string, Hotel> hotels = await FillAsync();
        async Task<List<string>> Get(int top, FilteredRecordRetrievalOptions<Hotel> options) =>
            await hotels.GetAsync(h => h.Stars > 0, top, options).Select(h => h.Id).ToListAsync();

        Assert.Equal(["h1", "h2", "h3", "h4", "h5"], await Get(10, new() { OrderBy = o => o.Ascending(h => h.Id) }));
        Assert.Equal(["h5", "h4"], await Get(2, new() { OrderBy = o => o.Descending(h => h.Id) }));
        Assert.Equal(["h3", "h2"], await Get(2, new() { Skip = 2, OrderBy = o => o.Descending(h => h.Id) }));
        Assert.Equal(
            ["h5", "h3", "h4", "h1", "h2"], await Get(10, new() { OrderBy = o => o.Descending(h => h.Stars).Ascending(h => h.Name) }));
        Assert.Equal(
            ["h4", "h1", "h5", "h3", "h2"], await Get(10, new() { OrderBy = o => o.Ascending(h => h.Rating).Ascending(h => h.Id) }));
        Assert.Empty(await Get(10, new() { Skip = 5 }));
        Assert.Equal(3, (await Get(3, new())).Count);
        await Assert.ThrowsAsync<NotSupportedException>(() => Get(1, new() { OrderBy = o => o.Ascending(h => h.Tags) }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Vectors_by_filter_only_on_request(bool includeVectors)
    {
        ZvecCollection<string, Hotel> hotels = await FillAsync();
        Hotel hotel = await hotels.GetAsync(h => h.Id == "h3", 1, new() { IncludeVectors = includeVectors }).SingleAsync();
        Assert.Equal(includeVectors ? 3 : 0, hotel.Vector.Length);
        VectorSearchResult<Hotel> hit = await hotels.SearchAsync(
            new float[] { 3, 1, 0 }, 1, new() { IncludeVectors = includeVectors }).SingleAsync();
        Assert.Equal(includeVectors ? 3 : 0, hit.Record.Vector.Length);
    }

    [Fact]
    public async Task Search_with_skip_filter_and_every_kind_of_input()
    {
        ZvecCollection<string, Hotel> hotels = await FillAsync();
        var near = new float[] { 5, 1, 0 };
        string[] all = await hotels.SearchAsync(near, 5).Select(hit => hit.Record.Id).ToArrayAsync();

        Assert.Equal(all[1..3], await hotels.SearchAsync(near, 2, new() { Skip = 1 }).Select(hit => hit.Record.Id).ToArrayAsync());
        Assert.Equal(
            all.Where(id => id is "h1" or "h2"),
            await hotels.SearchAsync(near, 5, new() { Filter = h => h.Stars == 3 }).Select(hit => hit.Record.Id).ToArrayAsync());

        object[] inputs =
        [
            new ReadOnlyMemory<float>(near), new Microsoft.Extensions.AI.Embedding<float>(near), near,
            new[] { (Half)5, (Half)1, (Half)0 }, new sbyte[] { 5, 1, 0 }, new ReadOnlyMemory<sbyte>([5, 1, 0]),
        ];
        foreach (object input in inputs)
            Assert.Equal(all, await hotels.SearchAsync(input, 5).Select(hit => hit.Record.Id).ToArrayAsync());

        await Assert.ThrowsAsync<NotSupportedException>(() => hotels.SearchAsync(new byte[] { 5, 1, 0 }, 1).ToListAsync().AsTask());
        await Assert.ThrowsAsync<NotSupportedException>(() => hotels.SearchAsync(new double[] { 5, 1, 0 }, 1).ToListAsync().AsTask());
    }

    [Fact]
    public async Task Wrong_arguments_are_refused_by_name()
    {
        ZvecCollection<string, Hotel> hotels = await FillAsync();
        Assert.Equal("key", (await Assert.ThrowsAsync<ArgumentNullException>(() => hotels.GetAsync((string)null!))).ParamName);
        Assert.Equal("keys", Assert.Throws<ArgumentNullException>(() => { hotels.GetAsync((IEnumerable<string>)null!); }).ParamName);
        Assert.Equal("filter", Assert.Throws<ArgumentNullException>(() => { hotels.GetAsync(null!, 1); }).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => { hotels.GetAsync(_ => true, 0); });
        Assert.Equal("key", (await Assert.ThrowsAsync<ArgumentNullException>(() => hotels.DeleteAsync((string)null!))).ParamName);
        Assert.Equal(
            "keys", (await Assert.ThrowsAsync<ArgumentNullException>(() => hotels.DeleteAsync((IEnumerable<string>)null!))).ParamName);
        Assert.Equal("record", (await Assert.ThrowsAsync<ArgumentNullException>(() => hotels.UpsertAsync((Hotel)null!))).ParamName);
        Assert.Equal(
            "records", (await Assert.ThrowsAsync<ArgumentNullException>(() => hotels.UpsertAsync((IEnumerable<Hotel>)null!))).ParamName);
        await Assert.ThrowsAsync<ArgumentException>(() => hotels.UpsertAsync([NewHotel("x", "y"), null!]));
        await Assert.ThrowsAsync<ArgumentException>(() => hotels.UpsertAsync(NewHotel(null!, "y")));
        Assert.Equal("searchValue", Assert.Throws<ArgumentNullException>(() => { hotels.SearchAsync((float[])null!, 1); }).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => { hotels.SearchAsync(new float[3], 0); });
    }

    [Fact]
    public async Task Bad_records_are_refused_and_nothing_is_written()
    {
        ZvecCollection<string, Hotel> hotels = await CreateAsync<string, Hotel>();
        Hotel[] bad =
        [
            new() { Id = "bad", Name = "short", Vector = new float[] { 1, 2 } },
            new() { Id = "bad", Name = "NaN", Vector = new float[] { 1, 2, float.NaN } },
            new() { Id = "bad", Name = "infinite", Vector = new float[] { 1, 2, float.PositiveInfinity } },
            new() { Id = "bad", Name = null!, Vector = new float[] { 1, 2, 3 } },
            new() { Id = "", Name = "no key", Vector = new float[] { 1, 2, 3 } },
            new() { Id = new string('x', 2000), Name = "long key", Vector = new float[] { 1, 2, 3 } },
        ];
        foreach (Hotel hotel in bad)
        {
            var exception = await Assert.ThrowsAsync<VectorStoreException>(() => hotels.UpsertAsync([NewHotel("good", "good"), hotel]));
            Assert.Equal("Upsert", exception.OperationName);
            Assert.Empty(await hotels.GetAsync(_ => true, 10).ToListAsync());
        }

        await Assert.ThrowsAsync<VectorStoreException>(() => hotels.SearchAsync(new float[] { 1, 2 }, 1).ToListAsync().AsTask());
    }

    private static Hotel NewHotel(string id, string name) => new() { Id = id, Name = name, Vector = new float[] { 1, 1, 1 } };

    private async Task<ZvecCollection<string, Hotel>> FillAsync()
    {
        ZvecCollection<string, Hotel> hotels = await CreateAsync<string, Hotel>();
        await hotels.UpsertAsync(
        [
            new Hotel { Id = "h1", Name = "Riverside", Stars = 3, Rating = 4.0, Vector = new float[] { 1, 1, 0 } },
            new Hotel { Id = "h2", Name = "Seaview", Stars = 3, Rating = 4.5, Tags = ["pool", "bar"], Vector = new float[] { 2, 1, 0 },
                Ignored = "changed" },
            new Hotel { Id = "h3", Name = "Central", Stars = 5, Rating = 4.2, Vector = new float[] { 3, 1, 0 } },
            new Hotel { Id = "h4", Name = "Garden", Stars = 4, Rating = null, Vector = new float[] { 4, 1, 0 } },
            new Hotel { Id = "h5", Name = "Airport", Stars = 5, Rating = 4.1, Vector = new float[] { 5, 1, 0 } },
        ]);
        return hotels;
    }

    public sealed class Hotel
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreData(IsIndexed = true)]
        public string Name { get; set; } = "";

        [VectorStoreData]
        public int Stars { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public double? Rating { get; set; }

        [VectorStoreData]
        public string[]? Tags { get; set; }

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Vector { get; set; }

        public string Ignored { get; set; } = "not stored";
    }
}
