using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

// Filters stand here as users may write them, not as an analyzer would have them.
#pragma warning disable CS0652, CA1847, CA1859, CA1862, CA1866, CA2242, CA2251

/// <summary>Every filter must find exactly the records that C# finds with it.</summary>
public partial class FilterTests : StoreTests
{
    private readonly int _field = 8;

    private static readonly int StaticField = 8;

    [Fact]
    public async Task Comparisons()
    {
        int captured = 8;
        int? nullable = 8;
        int? none = null;
        long wide = 8;
        await CheckAsync(
            r => r.Int == 8, r => 8 == r.Int, r => r.Int != 8, r => r.Int > 8, r => r.Int >= 8, r => r.Int < 8, r => r.Int <= 8,
            r => 8 < r.Int, r => 9 >= r.Int,
            r => r.Int == captured, r => r.Int == nullable, r => r.Int == none, r => r.Int != none, r => r.Int > none,
            r => !(r.Int > none), r => r.Int == nullable.Value,
            r => r.Int == _field, r => r.Int == StaticField, r => r.Int == wide, r => r.Int < 3_000_000_000,
            r => r.Int > -3_000_000_000, r => r.Int == 3_000_000_000,
            r => r.Int != 3_000_000_000, r => r.Int > 8.5, r => r.Int >= 8.5, r => r.Int < 8.5, r => r.Int == 8.5,
            r => r.Int == 8.0, r => r.Int > 7.5m, r => r.Int < 1e300,
            r => r.Int > double.NaN, r => !(r.Int > double.NaN), r => r.Int == int.MaxValue, r => r.Int == int.MinValue);
    }

    [Fact]
    public async Task Comparisons_that_widen_the_property()
    {
        byte small = 2;
        short other = 3;
        double real = 0.1;
        await CheckAsync(
            r => r.Byte == 2, r => r.Byte > small, r => r.Byte < 300, r => r.Byte == 300, r => r.Byte >= -1, r => r.Byte < other,
            r => r.Short == 8, r => r.Short < 70_000, r => r.Short > 70_000, r => r.Short != 70_000, r => r.Short == -3,
            r => r.Long == 8, r => r.Long > 8.5, r => r.Long == long.MaxValue, r => r.Long < 9.3e18, r => r.Long > 1e19,
            r => r.Float < real, r => r.Float <= real, r => r.Float > real, r => r.Float >= real, r => r.Float == real,
            r => r.Float != real, r => r.Float == 0.5,
            r => r.Float < 1e300, r => r.Float > -1e300, r => r.Double > 1, r => r.Double == 2.5f, r => r.Decimal > 2,
            r => r.Decimal == 2.50m,
            r => r.ULong > 5, r => r.ULong == ulong.MaxValue, r => r.UInt > 3, r => r.UInt < -1L, r => r.SByte < 0);
    }

    [Fact]
    public async Task Nulls()
    {
        string? none = null;
        string? text = "foo";
        await CheckAsync(
            r => r.Text == null, r => r.Text != null, r => r.Text == none, r => r.Text != none, r => r.Text == text,
            r => r.Text != text, r => r.Text != "foo",
            r => !(r.Text == "foo"), r => !(r.Text != "foo"), r => r.MaybeInt == null, r => r.MaybeInt != null,
            r => r.MaybeInt == 5, r => r.MaybeInt != 5,
            r => r.MaybeInt > 4, r => !(r.MaybeInt > 4), r => r.MaybeInt.HasValue, r => !r.MaybeInt.HasValue,
            r => r.MaybeInt.HasValue && r.MaybeInt.Value == 5,
            r => (r.MaybeInt ?? 5) == 5, r => (r.MaybeInt ?? 0) > 4, r => (r.MaybeInt ?? 0) < 4, r => (r.Text ?? "foo") == "foo",
            r => string.IsNullOrEmpty(r.Text),
            r => !string.IsNullOrEmpty(r.Text), r => r.MaybeBool == true, r => r.MaybeBool == false, r => r.MaybeBool != true,
            r => r.MaybeBool == null,
            r => r.MaybeBool ?? true, r => r.MaybeBool ?? false, r => r.MaybeDate == null, r => r.MaybeDate > new DateTime(2024, 1, 1),
            r => !(r.MaybeDate > new DateTime(2024, 1, 1)), r => r.MaybeColor == null, r => r.MaybeColor == Color.Green,
            r => r.MaybeColor != Color.Green);
    }

    [Fact]
    public async Task Logic()
    {
        bool yes = true, no = false;
        List<string>? missing = null;
        await CheckAsync(
            r => r.Int == 8 && r.Text == "foo", r => r.Int == 8 || r.Text == "foo", r => (r.Int == 8 && r.Text == "foo") || r.Byte == 3,
            r => (r.Int == 8 || r.Int == 9) && r.Text == "foo", r => !(r.Int == 8 && r.Text == "foo"),
            r => !(r.Int == 8 || r.Text == "foo"), r => !(r.Int == 8),
            r => !(r.Int != 8), r => r.Bool, r => !r.Bool, r => r.Bool && r.Bool, r => r.Bool || !r.Bool, r => r.Bool == true,
            r => r.Bool == false, r => r.Bool != true,
            r => true == r.Bool, r => r.Bool & r.Int > 8, r => r.Bool | r.Int > 8, r => true, r => false, r => !true,
            r => yes && r.Int == 8, r => no && r.Int == 8,
            r => no || r.Int == 8, r => yes || r.Int == 8, r => r.Int == 8 && yes, r => r.Bool == yes, r => r.Bool != no,
            r => missing == null || missing.Contains(r.Text!),
            r => missing != null && missing.Contains(r.Text!), r => r.Bool ? r.Int == 8 : r.Text == null, r => (r.Int > 8) == yes,
            r => (r.Int > 8) != yes,
            r => r.Tags.Contains("x") == false);
    }

    [Fact]
    public async Task Lists_of_wanted_values()
    {
        int[] array = [8, 10];
        List<int> list = [8, 11];
        var set = new HashSet<int> { 9 };
        ICollection<int> collection = set;
        IEnumerable<int> lazy = array.Where(i => i > 8);
        IReadOnlyList<string?> texts = ["foo", null];
        string[] empty = [];
        object[] boxed = ["foo", "bar"];
        var ordinal = new HashSet<string>(StringComparer.Ordinal) { "foo" };
        var colors = new[] { Color.Red, Color.Blue };
        await CheckAsync(
            r => array.Contains(r.Int), r => list.Contains(r.Int), r => set.Contains(r.Int), r => collection.Contains(r.Int),
            r => lazy.Contains(r.Int),
            r => !array.Contains(r.Int), r => texts.Contains(r.Text), r => !texts.Contains(r.Text), r => empty.Contains(r.Text),
            r => !empty.Contains(r.Text),
            r => boxed.Contains(r.Text), r => ordinal.Contains(r.Text!), r => new[] { 8, 9 }.Contains(r.Int),
            r => new[] { "foo", "un  , ' \"" }.Contains(r.Text),
            r => new List<int> { 10, 11 }.Contains(r.Int), r => Enumerable.Contains(array, r.Int),
            r => Enumerable.Contains(array, r.Int, null),
            r => MemoryExtensions.Contains(array, r.Int), r => MemoryExtensions.Contains(new[] { "foo" }, r.Text, null),
            r => colors.Contains(r.Color),
            r => new long[] { 8, 5_000_000_000 }.Contains(r.Int), r => new[] { 2, 400 }.Contains(r.Byte),
            r => new int?[] { 5, null }.Contains(r.MaybeInt));
    }

    [Fact]
    public async Task Arrays_in_records()
    {
        string[] wanted = ["x", "z", "nothing"];
        List<string> wantedList = ["x", "z"];
        string[] whole = ["x", "y"];
        await CheckAsync(
            r => r.Tags.Contains("x"), r => !r.Tags.Contains("x"), r => r.TagList.Contains("x"),
            r => Enumerable.Contains(r.Tags, "x"), r => MemoryExtensions.Contains(r.Tags, "x"),
            r => MemoryExtensions.Contains(r.Tags, "x", null), r => r.Tags.Any(t => wanted.Contains(t)),
            r => r.TagList.Any(t => wanted.Contains(t)),
            r => r.Tags.Any(t => wantedList.Contains(t)), r => r.Tags.Any(t => new[] { "x", "z" }.Contains(t)),
            r => r.Tags.Any(t => t == "z"),
            r => r.Tags.Any(t => t == "z" || "a" == t || wantedList.Contains(t)), r => r.Tags.Any(t => t.Equals("z")),
            r => Array.Exists(r.Tags, t => t == "z"),
            r => r.TagList.Exists(t => t == "z"), r => wanted.Any(w => r.Tags.Contains(w)),
            r => wantedList.All(w => r.Tags.Contains(w)), r => r.Tags.Any(),
            r => !r.Tags.Any(), r => r.Tags.Length == 2, r => r.Tags.Length != 2, r => r.Tags.Length > 1, r => r.Tags.Length >= 2,
            r => r.Tags.Length < 2, r => r.Tags.Length <= 2,
            r => r.TagList.Count > 1, r => r.TagList.Count() == 3, r => 2 <= r.Tags.Length, r => r.Tags.SequenceEqual(whole),
            r => r.Numbers.Contains(3),
            r => r.Numbers.Any(n => n == 3L), r => r.Numbers.Contains(99));
    }

    [Fact]
    public async Task Conditions_on_elements()
    {
        string[] prefixes = ["y", "n"];
        string prefix = "x";
        int[] limits = [8, 11];
        await CheckAsync(
            r => r.Tags.Any(t => t.StartsWith(prefix)), r => r.Tags.Any(t => t.EndsWith('z')), r => r.Tags.Any(t => t.Contains("")),
            r => !r.Tags.Any(t => t.StartsWith("x")), r => r.Tags.Any(t => t != "x"), r => r.Tags.All(t => t != "x"),
            r => r.Tags.All(t => t == "x"), r => r.Tags.All(t => prefixes.Contains(t)), r => r.Tags.Any(t => !prefixes.Contains(t)),
            r => r.Tags.Any(t => t == "z" || t.StartsWith("y")), r => r.Tags.Any(t => t.StartsWith("x") && t.EndsWith("x")),
            r => r.TagList.Any(t => t.Contains("y")), r => r.TagList.Exists(t => t.StartsWith("z")),
            r => Array.Exists(r.Tags, t => t != "z"),
            r => r.Numbers.Any(n => n > 2), r => r.Numbers.Any(n => 2 < n), r => r.Numbers.Any(n => n > 1 && n < 3),
            r => r.Numbers.Any(n => n >= 2.5),
            r => r.Numbers.Any(n => !(n > 1)), r => r.Numbers.All(n => n > 0), r => !r.Numbers.All(n => n > 2),
            r => r.Numbers.Any(n => n == 3 || n < 2),
            r => r.Numbers.Any(n => n > 5_000_000_000), r => r.Numbers.Any(n => limits.Contains(n)), r => r.Numbers.Any(n => true),
            r => r.Numbers.All(n => false),
            r => r.Numbers.Any(n => n > 1) && r.Tags.Any(t => t == "x"), r => r.Numbers.Any(n => n > 2) == false);
    }

    [Fact]
    public async Task A_condition_for_each_wanted_value()
    {
        string[] prefixes = ["fo", "so"];
        int[] limits = [8, 11];
        string?[] texts = ["foo", null];
        await CheckAsync(
            r => prefixes.Any(p => r.Text!.StartsWith(p)), r => prefixes.All(p => r.Text!.Contains(p)), r => limits.Any(l => r.Int > l),
            r => limits.All(l => r.Int > l), r => limits.Any(l => l == r.Int), r => !limits.Any(l => r.Int == l + 1),
            r => texts.Any(t => t == r.Text),
            r => Array.Empty<int>().Any(l => r.Int == l), r => Array.Empty<int>().All(l => r.Int == l),
            r => prefixes.Any(p => r.Tags.Any(t => t.StartsWith(p)) || r.Text == p + "o"),
            r => r.Tags.Any(t => prefixes.Any(p => t.StartsWith(p) || t == "y")));
    }

    [Fact]
    public async Task Parts_of_dates_and_times()
    {
        var day = new DateTime(2024, 1, 31);
        int year = 2024;
        await CheckAsync(
            r => r.Date.Year == 2024, r => r.Date.Year != year, r => r.Date.Year > 2023, r => r.Date.Year >= 2024, r => r.Date.Year < 2024,
            r => r.Date.Year <= 2023, r => 2024 <= r.Date.Year, r => r.Date.Year == 0, r => r.Date.Year > -5, r => r.Date.Year < 20_000,
            r => r.Date.Year > 9999,
            r => r.Date.Year <= 9999, r => r.Date.Year < 10_000, r => r.Date.Year >= 1, r => r.Date.Year < 1, r => r.Date.Year == 9999,
            r => (long)r.Date.Year == 2024L,
            r => r.Date.Date == day, r => r.Date.Date == day.AddHours(1), r => r.Date.Date < day.AddHours(1), r => r.Date.Date <= day,
            r => r.Date.Date > day.AddDays(-1),
            r => r.Date.Date >= day.AddHours(1), r => r.Date.Date != day, r => r.Date.Date <= DateTime.MaxValue,
            r => DateOnly.FromDateTime(r.Date) == new DateOnly(2024, 1, 31), r => DateOnly.FromDateTime(r.Date) > new DateOnly(2024, 1, 30),
            r => r.Day.Year == 2024, r => r.Day.Year < 2024, r => r.Day.Year <= 2024, r => r.Day.Year > 9999, r => r.Day.Year >= 2024,
            r => r.Time.Hour == 9, r => r.Time.Hour > 9, r => r.Time.Hour <= 24, r => r.Time.Hour < 0, r => r.Time.Hour >= 10,
            r => r.Moment.UtcDateTime == new DateTime(2024, 1, 31, 8, 0, 0), r => r.Moment.UtcDateTime.Year == 2024,
            r => r.Moment.UtcDateTime.Date == day, r => r.Moment.UtcDateTime > day,
            r => r.MaybeDate != null && r.MaybeDate.Value.Year == 2024, r => r.MaybeDate.HasValue && r.MaybeDate.Value.Date == day,
            r => r.Date.Year == 2024 && r.Date.Date != day);
    }

    [Fact]
    public async Task Months_and_days_of_a_year()
    {
        (int year, int month) = (2024, 1);
        await CheckAsync(
            r => r.Date.Year == 2024 && r.Date.Month == 1, r => r.Date.Month == month && year == r.Date.Year,
            r => r.Date.Year == 2024 && r.Int > 8 && r.Date.Month == 2, r => r.Date.Year == 2024 && r.Date.Month == 1 && r.Date.Day == 31,
            r => r.Date.Day == 1 && r.Date.Month == 1 && r.Date.Year == 1999, r => r.Date.Year == 2024 && r.Date.Month == 3,
            r => !(r.Date.Year == 2024 && r.Date.Month == 1), r => (r.Date.Year == 1999 && r.Date.Month == 1) || r.Int == 8,
            r => r.Date.Year == 9999 && r.Date.Month == 12, r => r.Date.Year == 9999 && r.Date.Month == 12 && r.Date.Day == 31,
            r => r.Date.Year == 1 && r.Date.Month == 1, r => r.Date.Year == 2024 && r.Date.Month == 13,
            r => r.Date.Year == 0 && r.Date.Month == 1, r => r.Date.Year == 2024 && r.Date.Month == 2 && r.Date.Day == 30,
            r => r.Day.Year == 2024 && r.Day.Month == 1, r => r.Day.Year == 2024 && r.Day.Month == 3 && r.Day.Day == 1,
            r => r.Date.Year == 2024 && r.Day.Year == 2024 && r.Date.Month == 2 && r.Day.Month == 3,
            r => r.Moment.UtcDateTime.Year == 2024 && r.Moment.UtcDateTime.Month == 1,
            r => r.MaybeDate != null && r.MaybeDate.Value.Year == 2024 && r.MaybeDate.Value.Month == 6);
    }

    [Fact]
    public async Task Nodes_that_are_no_comparison_are_named()
    {
        ZvecCollection<long, Item> items = await FillAsync();
        await RefusedAsync(r => r.Date.Month == 1, "r.Date.Month");
        await RefusedAsync(r => r.Day.Day > 1, "r.Day.Day");
        await RefusedAsync(r => r.Date.Year > 2023 && r.Date.Month == 1, "Compare the year");
        await RefusedAsync(r => r.Date.Year == 2024 && r.Day.Month == 1, "r.Day.Month");
        await RefusedAsync(r => r.Date.Year == 2024 && r.Date.Day == 1, "r.Date.Day");
        await RefusedAsync(r => r.Moment.Year == 2024, "r.Moment.Year");
        await RefusedAsync(r => r.Int + 1 == 9, "(r.Int + 1)");
        await RefusedAsync(r => r.Int == r.Byte, "r.Byte");
        await RefusedAsync(r => r.Text!.ToUpper() == "FOO", "r.Text.ToUpper()");
        await RefusedAsync(r => r.Tags.Any(t => t == r.Text), "(t == r.Text)");
        await RefusedAsync(r => r.Tags.Any(t => t.Length > 1), "t.Length");
        await RefusedAsync(r => r.Tags.Count(t => t == "x") > 1, "r.Tags.Count");
        await RefusedAsync(r => r.Tags.Any(t => r.TagList.Any(u => u == t)), "u == t");

        async Task RefusedAsync(Expression<Func<Item, bool>> filter, string named)
        {
            var refused = await Assert.ThrowsAsync<NotSupportedException>(async () => await items.GetAsync(filter, 10).ToListAsync());
            Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Texts()
    {
        string prefix = "fo";
        await CheckAsync(
            r => r.Text!.StartsWith("fo", StringComparison.Ordinal), r => r.Text!.StartsWith(prefix), r => r.Text!.StartsWith('f'),
            r => r.Text!.EndsWith("oo"),
            r => r.Text!.EndsWith('r'), r => r.Text!.Contains("a"), r => r.Text!.Contains('a'),
            r => r.Text!.Contains("", StringComparison.Ordinal),
            r => r.Text!.Contains("%"), r => r.Text!.Contains("_"), r => r.Text!.Contains(@"\"), r => r.Text!.StartsWith("F"),
            r => r.Text!.Equals("foo"),
            r => string.Equals(r.Text, "foo"), r => string.Equals("foo", r.Text, StringComparison.Ordinal),
            r => r.Text!.Equals("foo", StringComparison.Ordinal),
            r => object.Equals(r.Text, null),
            r => string.CompareOrdinal(r.Text, "foo") < 0, r => string.CompareOrdinal(r.Text, "bar") >= 0,
            r => string.CompareOrdinal("foo", r.Text) > 0,
            r => string.Compare(r.Text, "foo", StringComparison.Ordinal) <= 0, r => 0 < string.CompareOrdinal(r.Text, "bar"),
            r => string.CompareOrdinal(r.Text, "foo") == 0, r => r.Tags.Any(t => string.CompareOrdinal(t, "x") > 0),
            r => r.Text == """>with $om[ specia]"chara<ters'and\stuff""", r => r.Text == "some", r => r.Text == "'; DROP TABLE x; --");
    }

    [Fact]
    public async Task Keys()
    {
        long[] keys = [1, 3, 99];
        await CheckAsync(
            r => r.Id == 1, r => r.Id != 1, r => r.Id > 2, r => r.Id <= 2, r => keys.Contains(r.Id), r => !keys.Contains(r.Id),
            r => r.Id == 1 && r.Int == 8,
            r => r.Id.Equals(2L), r => new[] { 1, 2 }.Contains((int)1) && r.Id == 2);
    }

    [Fact]
    public async Task Values_that_are_worked_out()
    {
        var holder = new { Value = 8, Inner = new { Name = "foo" } };
        int[] array = [7, 8];
        var dictionary = new Dictionary<string, int> { ["a"] = 9 };
        var day = new DateTime(2024, 1, 31);
        string text = "  FOO ";
        await CheckAsync(
            r => r.Int == holder.Value, r => r.Text == holder.Inner.Name, r => r.Int == array[1], r => r.Int == array[0] + 1,
            r => r.Int == dictionary["a"],
            r => r.Int == array.Length + 6, r => r.Int == array.Max(), r => r.Int == Math.Abs(-8), r => r.Int == int.Parse("9"),
            r => r.Text == text.Trim().ToLowerInvariant(),
            r => r.Text == "f" + "oo", r => r.Text == $"f{"oo"}", r => r.Date > day.AddDays(-1),
            r => r.Date >= new DateTime(2024, 2, 1).AddDays(-1),
            r => r.Date == new DateTime(2024, 1, 31), r => r.Date < DateTime.MaxValue, r => r.Int == (holder.Value > 5 ? 8 : 9),
            r => r.Int == Next(7));
    }

    [Fact]
    public async Task Other_types()
    {
        var guid = new Guid("603840bf-cf91-4521-8b8e-8b6a2e75910a");
        await CheckAsync(
            r => r.Guid == guid, r => r.Guid != guid, r => r.Color == Color.Red, r => r.Color != Color.Red,
            r => r.Color > Color.Red, r => Color.Blue == r.Color,
            r => r.Color.Equals(Color.Green), r => (int)r.Color == 1, r => r.Day == new DateOnly(2024, 1, 31),
            r => r.Day < new DateOnly(2024, 3, 1),
            r => r.Time > new TimeOnly(9, 0), r => r.Moment == new DateTimeOffset(2024, 1, 31, 10, 0, 0, TimeSpan.FromHours(2)),
            r => r.Moment > new DateTimeOffset(2024, 1, 31, 9, 0, 0, TimeSpan.FromHours(2)), r => r.Small == Level.High,
            r => r.Small != Level.High);
    }

    [Fact]
    public async Task Filter_on_an_interface_of_the_record()
    {
        ZvecCollection<long, Item> items = await FillAsync();
        Assert.Equal(2, await CountAsync(items));

        static ValueTask<int> CountAsync<T>(VectorStoreCollection<long, T> collection)
            where T : class, INumbered
            => collection.GetAsync(r => r.Int == 9, 100).CountAsync();
    }

    [Fact]
    public async Task Same_filter_works_for_get_and_search()
    {
        ZvecCollection<long, Item> items = await FillAsync();
        Assert.Equal(
            [1, 3],
            await items.GetAsync(r => r.Text == "foo", 10, new() { OrderBy = o => o.Ascending(r => r.Id) }).Select(
                r => r.Id).ToListAsync());
        Assert.Equal(
            [1, 3],
            await items.SearchAsync(new float[] { 1, 2 }, 10, new() { Filter = r => r.Text == "foo" }).Select(
                hit => hit.Record.Id).Order().ToListAsync());
    }

    private static int Next(int number) => number + 1;

    private async Task CheckAsync(params Expression<Func<Item, bool>>[] filters)
    {
        ZvecCollection<long, Item> items = await FillAsync();
        Item[] data = Data();
        foreach (Expression<Func<Item, bool>> filter in filters)
        {
            Func<Item, bool> condition = filter.Compile();
            long[] expected = [.. data.Where(item => Holds(condition, item)).Select(item => item.Id).Order()];
            long[] found = await items.GetAsync(filter, 100).Select(item => item.Id).Order().ToArrayAsync();
            Assert.True(
                expected.SequenceEqual(found), $"{filter}: expected [{string.Join(",", expected)}], found [{string.Join(",", found)}]");
        }
    }

    // Where C# fails on a null, a record does not match.
    private static bool Holds(Func<Item, bool> condition, Item item)
    {
        try
        {
            return condition(item);
        }
        catch (NullReferenceException)
        {
            return false;
        }
    }

    private async Task<ZvecCollection<long, Item>> FillAsync()
    {
        ZvecCollection<long, Item> items = await CreateAsync<long, Item>();
        await items.UpsertAsync(Data());
        return items;
    }
}
