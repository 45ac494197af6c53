using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.TypeTests;

/// <summary>Every supported type of a data property: stored, read, compared, and null, in typed and in dynamic records.</summary>
public class DataTypeTests : StoreTests
{
    public enum Tiny : sbyte
    {
        Minus = -5,
        Plus = 5,
    }

    public enum Huge : ulong
    {
        None = 0,
        All = ulong.MaxValue,
    }

    [Fact]
    public async Task Integers()
    {
        await CheckAsync<sbyte>(sbyte.MinValue, sbyte.MaxValue);
        await CheckAsync<byte>(0, byte.MaxValue);
        await CheckAsync<short>(short.MinValue, short.MaxValue);
        await CheckAsync<ushort>(1, ushort.MaxValue);
        await CheckAsync(int.MinValue, int.MaxValue);
        await CheckAsync(1u, uint.MaxValue);
        await CheckAsync(long.MinValue, long.MaxValue);
        await CheckAsync(1ul, ulong.MaxValue);
    }

    [Fact]
    public async Task Reals()
    {
        await CheckAsync(float.MinValue, float.Epsilon);
        await CheckAsync(double.Epsilon, 0.1 + 0.2);
        await CheckAsync(decimal.MinValue, 8.50m);
        Assert.Equal("8.50", (await RoundTripAsync(8.50m)).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Other_values()
    {
        await CheckAsync(true, false);
        await CheckAsync(new Guid("603840bf-cf91-4521-8b8e-8b6a2e75910a"), Guid.Empty);
        await CheckAsync(new DateOnly(2020, 1, 1), DateOnly.MaxValue);
        await CheckAsync(new TimeOnly(12, 30, 45, 123, 456), TimeOnly.MinValue);
        await CheckAsync(Tiny.Minus, Tiny.Plus);
        await CheckAsync(Huge.All, Huge.None);
    }

    [Fact]
    public async Task Moments_keep_kind_offset_and_ticks()
    {
        await CheckAsync(new DateTime(2020, 1, 1, 12, 30, 45).AddTicks(7), DateTime.MaxValue);
        foreach (DateTimeKind kind in Enum.GetValues<DateTimeKind>())
        {
            var moment = new DateTime(637134336451234567, kind);
            DateTime read = await RoundTripAsync(moment);
            Assert.Equal(moment.Ticks, read.Ticks);
            Assert.Equal(kind, read.Kind);
        }

        await CheckAsync(new DateTimeOffset(2020, 1, 1, 12, 30, 45, TimeSpan.FromHours(2)).AddTicks(7), DateTimeOffset.MinValue);
        var offset = new DateTimeOffset(2020, 1, 1, 12, 30, 45, TimeSpan.FromMinutes(-90));
        Assert.True(offset.EqualsExact(await RoundTripAsync(offset)));
    }

    [Fact]
    public async Task Texts_and_bytes()
    {
        await CheckReferenceAsync("foo", "bar");
        await CheckReferenceAsync("", "emoji 🎈, quote ' and \0 zero");
        await CheckReferenceAsync<byte[]>([1, 2, 255], []);
    }

    [Fact]
    public async Task Arrays()
    {
        await CheckReferenceAsync<string[]>(["foo", "bar"], ["foo", "baz"]);
        await CheckReferenceAsync<int[]>([1, 2], []);
        await CheckReferenceAsync<bool[]>([true, false], [false]);
        await CheckReferenceAsync<sbyte[]>([-1, 2], [1]);
        await CheckReferenceAsync<double[]>([0.5], [1.5, 2.5]);
        await CheckReferenceAsync<decimal[]>([0.50m], [1.5m]);
        await CheckReferenceAsync<Guid[]>([Guid.Empty], [new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)]);
        await CheckReferenceAsync<DateTime[]>([new DateTime(2020, 1, 2)], []);
        await CheckReferenceAsync<Tiny[]>([Tiny.Plus, Tiny.Minus], [Tiny.Plus]);
        await CheckReferenceAsync<int?[]>([1, null], [2]);
        await CheckReferenceAsync<Tiny?[]>([Tiny.Plus, null], [Tiny.Minus]);
    }

    [Fact]
    public async Task Lists()
    {
        await CheckReferenceAsync<List<string>>(["foo", "bar"], ["foo"]);
        await CheckReferenceAsync<List<long>>([1, 2], [2, 1]);
        await CheckReferenceAsync<List<byte>>([1, 2], [2, 1]);
        await CheckReferenceAsync<List<byte[]>>([[1, 2], []], [[3]]);
        await CheckReferenceAsync<List<DateOnly>>([new DateOnly(2020, 1, 2)], []);
        await CheckReferenceAsync<List<Huge>>([Huge.All], []);
        await CheckReferenceAsync<List<double?>>([1.5, null], []);
    }

    [Fact]
    public async Task Interfaces_of_lists_in_classes()
    {
        ZvecCollection<int, ListRecord> lists = await CreateAsync<int, ListRecord>("lists");
        await lists.UpsertAsync(new ListRecord
        {
            Id = 1,
            Any = new[] { "a", "b" },
            Some = new List<int> { 1 },
            ReadOnly = [2.5f],
            Elements = new Queue<Guid>([Guid.Empty])
        });
        ListRecord? read = await lists.GetAsync(1);
        Assert.Equal(["a", "b"], read!.Any!);
        Assert.Equal([1], read.Some!);
        Assert.Equal([2.5f], read.ReadOnly!);
        Assert.Equal([Guid.Empty], read.Elements!);
    }

    [Theory]
    [InlineData(typeof(TimeSpan))]
    [InlineData(typeof(char))]
    [InlineData(typeof(object))]
    [InlineData(typeof(int[,]))]
    [InlineData(typeof(int[][]))]
    [InlineData(typeof(Dictionary<string, int>))]
    [InlineData(typeof(ReadOnlyMemory<float>))]
    public void Other_types_are_refused_by_name(Type type)
    {
        var exception = Assert.Throws<NotSupportedException>(() => Store.GetDynamicCollection("records", Definition(
            new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreDataProperty("Value", type))));
        Assert.Contains("'Value'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_text_index_is_accepted_on_texts_only()
    {
        VectorStoreCollectionDefinition Text(Type type) => Definition(
            new VectorStoreKeyProperty("Id", typeof(int)),
            new VectorStoreDataProperty("Value", type) { IsFullTextIndexed = true, IsIndexed = true });
        Assert.Throws<NotSupportedException>(() => Store.GetDynamicCollection("records", Text(typeof(int))));

        ZvecDynamicCollection records = await CreateDynamicAsync(Text(typeof(string)));
        await records.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 1, ["Value"] = "some text" });
        Assert.Equal(1, await records.GetAsync(r => r["Value"] == "some text", 1).CountAsync());
    }

    private async Task CheckAsync<T>(T value, T other)
        where T : struct
    {
        await CheckTypeAsync(value, other, hasNull: false);
        await CheckTypeAsync<T?>(value, other, hasNull: true);
    }

    private Task CheckReferenceAsync<T>(T value, T other)
        where T : class
        => CheckTypeAsync<T?>(value, other, hasNull: true);

    private async Task<T> RoundTripAsync<T>(T value)
    {
        string name = Guid.NewGuid().ToString();
        ZvecCollection<int, Record<T>> records = await CreateAsync<int, Record<T>>(name, RecordDefinition<T>());
        await records.UpsertAsync(new Record<T> { Id = 1, Value = value });
        return (await records.GetAsync(1))!.Value;
    }

    private async Task CheckTypeAsync<T>(T value, T other, bool hasNull)
    {
        string name = Guid.NewGuid().ToString();
        ZvecCollection<int, Record<T>> records = await CreateAsync<int, Record<T>>(name, RecordDefinition<T>());
        await records.UpsertAsync([new Record<T> { Id = 1, Value = value }, new Record<T> { Id = 2, Value = other }]);
        if (hasNull)
            await records.UpsertAsync(new Record<T> { Id = 3, Value = default! });

        Assert.Equal(value, (await records.GetAsync(1))!.Value);
        Assert.Equal(other, (await records.GetAsync(2))!.Value);
        Assert.Equal([1], await FindAsync(records, value));
        Assert.Equal([2], await FindAsync(records, other));
        if (hasNull)
        {
            Assert.Equal(default, (await records.GetAsync(3))!.Value);
            Assert.Equal([3], await FindAsync(records, default(T)!));
        }

        ZvecDynamicCollection dynamicRecords = Store.GetDynamicCollection(name, RecordDefinition<T>());
        await dynamicRecords.EnsureCollectionExistsAsync();
        await dynamicRecords.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 4, ["Value"] = value });
        Dictionary<string, object?>? read = await dynamicRecords.GetAsync(4);
        Assert.Equal(value, (T)read!["Value"]!);
        Assert.Equal(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), read["Value"]!.GetType());
        ParameterExpression record = Expression.Parameter(typeof(Dictionary<string, object?>), "r");
        var filter = Expression.Lambda<Func<Dictionary<string, object?>, bool>>(
            Equality<T>(Expression.Convert(Expression.Call(record, "get_Item", null, Expression.Constant("Value")), typeof(T)), value),
            record);
        Assert.Equal([1, 4], await dynamicRecords.GetAsync(filter, 10).Select(r => (int)r["Id"]!).Order().ToListAsync());
    }

    private static async Task<List<int>> FindAsync<T>(ZvecCollection<int, Record<T>> records, T value)
    {
        ParameterExpression record = Expression.Parameter(typeof(Record<T>), "r");
        var filter = Expression.Lambda<Func<Record<T>, bool>>(Equality(Expression.Property(record, "Value"), value), record);
        return await records.GetAsync(filter, 10).Select(r => r.Id).Order().ToListAsync();
    }

    // What the C# compiler makes of "==": enumerations are compared as numbers.
    private static BinaryExpression Equality<T>(Expression property, T value)
    {
        Type bare = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        Expression constant = Expression.Constant(value, typeof(T));
        if (!bare.IsEnum)
            return Expression.Equal(property, constant);

        Type number = Enum.GetUnderlyingType(bare);
        if (bare != typeof(T))
            number = typeof(Nullable<>).MakeGenericType(number);
        return Expression.Equal(Expression.Convert(property, number), Expression.Convert(constant, number));
    }

    private static VectorStoreCollectionDefinition RecordDefinition<T>() => Definition(
        new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreDataProperty("Value", typeof(T)) { IsIndexed = true });

    public sealed class Record<T>
    {
        public int Id { get; set; }

        public T Value { get; set; } = default!;
    }

    public sealed class ListRecord
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData]
        public IList<string>? Any { get; set; }

        [VectorStoreData]
        public ICollection<int>? Some { get; set; }

        [VectorStoreData]
        public IReadOnlyList<float>? ReadOnly { get; set; }

        [VectorStoreData]
        public IEnumerable<Guid>? Elements { get; set; }
    }
}
