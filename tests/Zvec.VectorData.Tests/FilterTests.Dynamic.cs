using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests;

#pragma warning disable CS0652, CA1862 // As in the other part.

/// <content>Filters on dynamic records, and filters that are refused.</content>
public partial class FilterTests
{
    [Fact]
    public async Task Dynamic_records()
    {
        string name = "Int";
        string[] wanted = ["x", "z"];
        object[] boxed = ["foo", "bar"];
        (Expression<Func<Dictionary<string, object?>, bool>> Filter, Func<Item, bool> Same)[] filters =
        [
            (r => (int)r["Int"]! == 8, r => r.Int == 8),
            (r => (int)r[name]! != 8, r => r.Int != 8),
            (r => 8 < (int)r["Int"]!, r => 8 < r.Int),
            (r => (int)r["Int"]! == 8L, r => r.Int == 8),
            (r => r["Text"] == "foo", r => r.Text == "foo"),
            (r => (string)r["Text"]! != "foo", r => r.Text != "foo"),
            (r => r["Text"] == null, r => r.Text == null),
            (r => r["Text"] != null && !(bool)r["Bool"]!, r => r.Text != null && !r.Bool),
            (r => (bool)r["Bool"]!, r => r.Bool),
            (r => (short)r["Short"]! < 70_000, r => true),
            (r => (byte)r["Byte"]! == 2, r => r.Byte == 2),
            (r => ((string[])r["Tags"]!).Contains("x"), r => r.Tags.Contains("x")),
            (r => ((List<string>)r["TagList"]!).Contains("x"), r => r.Tags.Contains("x")),
            (r => ((IEnumerable<string>)r["Tags"]!).Any(t => wanted.Contains(t)), r => r.Tags.Any(t => wanted.Contains(t))),
            (r => ((string[])r["Tags"]!).Length == 2, r => r.Tags.Length == 2),
            (r => new[] { 8, 10 }.Contains((int)r["Int"]!), r => r.Int is 8 or 10),
            (r => new[] { "foo", "bar" }.Contains(r["Text"]), r => r.Text is "foo" or "bar"),
            (r => boxed.Contains(r["Text"]), r => r.Text is "foo" or "bar"),
            (r => ((string)r["Text"]!).StartsWith("fo"), r => r.Text is "foo"),
            (r => (int?)r["MaybeInt"] == 5, r => r.MaybeInt == 5),
            (r => (int?)r["MaybeInt"] == null, r => r.MaybeInt == null),
            (r => ((int?)r["MaybeInt"]).HasValue, r => r.MaybeInt.HasValue),
            (r => (Color)r["Color"]! == Color.Green, r => r.Color == Color.Green),
            (r => (long)r["Id"]! <= 3, r => r.Id <= 3),
            (r => (string[])r["Tags"]! == wanted, r => r.Tags.SequenceEqual(wanted)),
            (r => r["Text"]!.Equals("foo"), r => r.Text == "foo"),
            (r => true, r => true),
        ];

        await FillAsync();
        ZvecDynamicCollection items = Store.GetDynamicCollection("records", DynamicDefinition());
        foreach ((Expression<Func<Dictionary<string, object?>, bool>> filter, Func<Item, bool> same) in filters)
        {
            long[] expected = [.. Data().Where(same).Select(item => item.Id).Order()];
            long[] found = await items.GetAsync(filter, 100).Select(record => (long)record["Id"]!).Order().ToArrayAsync();
            Assert.True(
                expected.SequenceEqual(found), $"{filter}: expected [{string.Join(",", expected)}], found [{string.Join(",", found)}]");
        }
    }

    [Fact]
    public async Task Unknown_property_is_refused()
    {
        await FillAsync();
        ZvecDynamicCollection items = Store.GetDynamicCollection("records", DynamicDefinition());
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => items.GetAsync(r => r["Text = 'not'; DROP TABLE x"] == "", 1).ToListAsync().AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => items.SearchAsync(new float[] { 1, 2 }, 1, new() { Filter = r => (int)r["Nothing"]! == 1 }).ToListAsync().AsTask());
    }

    [Fact]
    public async Task Cast_to_another_type_is_refused_on_dynamic_records()
    {
        await FillAsync();
        ZvecDynamicCollection items = Store.GetDynamicCollection("records", DynamicDefinition());
        await Assert.ThrowsAsync<InvalidCastException>(() => items.GetAsync(r => (string)r["Int"]! == "8", 1).ToListAsync().AsTask());
    }

    [Fact]
    public async Task Value_of_null_is_refused()
    {
        ZvecCollection<long, Item> items = await FillAsync();
        int? none = null;
        string[] missing = null!;
        await Assert.ThrowsAsync<InvalidOperationException>(() => items.GetAsync(r => r.Int == none!.Value, 1).ToListAsync().AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => items.GetAsync(r => Enumerable.Contains(missing, r.Text), 1).ToListAsync().AsTask());
    }

    public static TheoryData<int, string> Refused => new()
    {
        { 0, "Length" },
        { 1, "ToUpper" },
        { 2, "OrdinalIgnoreCase" },
        { 3, "Month" },
        { 4, "Short" },
        { 5, "Vector" },
        { 6, "get_Item" },
        { 7, "Next" },
        { 8, "set" },
        { 9, "Double" },
        { 10, "t.Length" },
        { 11, "+ 1" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_translated_is_named(int index, string named)
    {
        var set = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "FOO" };
        Expression<Func<Item, bool>>[] filters =
        [
            r => r.Text!.Length == 3,
            r => r.Text!.ToUpper() == "FOO",
            r => r.Text!.StartsWith("FO", StringComparison.OrdinalIgnoreCase),
            r => r.Date.Month == 1,
            r => r.Short == r.Int,
            r => r.Vector.Equals(default),
            r => r.TagList[0] == "x",
            r => Next(r.Int) == 9,
            r => set.Contains(r.Text!),
            r => (int)r.Double == 2,
            r => r.Tags.Any(t => t.Length == 1),
            r => r.Int + 1 == 9,
        ];
        ZvecCollection<long, Item> items = await FillAsync();

        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => items.GetAsync(filters[index], 1).ToListAsync().AsTask());
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    private static VectorStoreCollectionDefinition DynamicDefinition() => Definition(
        new VectorStoreKeyProperty("Id", typeof(long)),
        new VectorStoreDataProperty("Int", typeof(int)),
        new VectorStoreDataProperty("Text", typeof(string)),
        new VectorStoreDataProperty("Bool", typeof(bool)),
        new VectorStoreDataProperty("Byte", typeof(byte)),
        new VectorStoreDataProperty("Short", typeof(short)),
        new VectorStoreDataProperty("Tags", typeof(string[])),
        new VectorStoreDataProperty("TagList", typeof(List<string>)),
        new VectorStoreDataProperty("MaybeInt", typeof(int?)),
        new VectorStoreDataProperty("Color", typeof(Color)),
        new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 2));
}
