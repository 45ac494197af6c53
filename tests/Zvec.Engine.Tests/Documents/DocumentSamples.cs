using CsCheck;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Documents;

/// <summary>A schema with every type, and random documents for it.</summary>
public static class DocumentSamples
{
    public static CollectionSchema EveryType(KeyType key = KeyType.String) => new CollectionSchema("everything")
    {
        Key = key,
        Fields = [.. Enum.GetValues<DataType>().Select(type => new FieldSchema(type.ToString(), type) { Nullable = true })],
        Vectors =
        [
            new VectorSchema("floats", VectorType.Float32, 5) { Nullable = true },
            new VectorSchema("halves", VectorType.Float16, 3) { Nullable = true },
            new VectorSchema("bytes", VectorType.Int8, 7) { Nullable = true },
            new VectorSchema("bits", VectorType.Binary, 11) { Nullable = true },
        ],
    }.WithIds();

    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.String[Gen.Char['\0', '\uD7FF'], 0, 20],
        Gen.Const("😀 \u0000 ü"),
        Gen.Const(""));

    public static Gen<DocumentKey> Key(KeyType type) => type switch
    {
        KeyType.String => Gen.String[Gen.Char['\0', '\uD7FF'], 1, 300].Select(text => new DocumentKey(text)),
        KeyType.Int32 => Gen.Int.Select(number => new DocumentKey(number)),
        KeyType.Int64 => Gen.Long.Select(number => new DocumentKey(number)),
        KeyType.UInt64 => Gen.ULong.Select(number => new DocumentKey(number)),
        _ => Gen.Guid.Select(guid => new DocumentKey(guid)),
    };

    /// <summary>A value of the CLR type that the data type names; arrays with and without null elements.</summary>
    public static Gen<object> Value(DataType type) => type.IsArray() ? ArrayOf(type.Element()) : type switch
    {
        DataType.Bool => Boxed(Gen.Bool),
        DataType.Int8 => Boxed(Gen.SByte),
        DataType.UInt8 => Boxed(Gen.Byte),
        DataType.Int16 => Boxed(Gen.Short),
        DataType.UInt16 => Boxed(Gen.UShort),
        DataType.Int32 => Boxed(Gen.Int),
        DataType.UInt32 => Boxed(Gen.UInt),
        DataType.Int64 => Boxed(Gen.Long),
        DataType.UInt64 => Boxed(Gen.ULong),
        DataType.Float32 => Boxed(Floats),
        DataType.Float64 => Boxed(Doubles),
        DataType.Decimal => Boxed(Decimals),
        DataType.String => Text.Select(text => (object)text),
        DataType.Binary => Blob.Select(blob => (object)blob),
        DataType.DateTime => Boxed(DateTimes),
        DataType.DateTimeOffset => Boxed(DateTimeOffsets),
        DataType.DateOnly => Boxed(DateOnlys),
        DataType.TimeOnly => Boxed(TimeOnlys),
        _ => Boxed(Gen.Guid),
    };

    private static Gen<float> Floats { get; } = Gen.OneOf(
        Gen.Float, Gen.Int[0, 4].Select(i => new[] { 0f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon }[i]));

    private static Gen<double> Doubles { get; } = Gen.OneOf(
        Gen.Double, Gen.Int[0, 4].Select(i => new[] { 0d, -0d, double.NaN, double.NegativeInfinity, double.Epsilon }[i]));

    private static Gen<decimal> Decimals { get; } =
        Gen.Select(
            Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28],
            (low, middle, high, negative, scale) => new decimal(low, middle, high, negative, scale));

    private static Gen<byte[]> Blob { get; } = Gen.Byte.Array[0, 20];

    private static Gen<DateTime> DateTimes { get; } =
        Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks], Gen.Enum<DateTimeKind>(), (ticks, kind) => new DateTime(ticks, kind));

    private static Gen<DateTimeOffset> DateTimeOffsets { get; } =
        Gen.Select(
            Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-14 * 60, 14 * 60],
            (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));

    private static Gen<DateOnly> DateOnlys { get; } = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);

    private static Gen<TimeOnly> TimeOnlys { get; } = Gen.Long[0, TimeOnly.MaxValue.Ticks].Select(ticks => new TimeOnly(ticks));

    private static Gen<object> ArrayOf(DataType element) => element switch
    {
        DataType.Bool => Arrays(Gen.Bool),
        DataType.Int8 => Arrays(Gen.SByte),
        DataType.UInt8 => Arrays(Gen.Byte),
        DataType.Int16 => Arrays(Gen.Short),
        DataType.UInt16 => Arrays(Gen.UShort),
        DataType.Int32 => Arrays(Gen.Int),
        DataType.UInt32 => Arrays(Gen.UInt),
        DataType.Int64 => Arrays(Gen.Long),
        DataType.UInt64 => Arrays(Gen.ULong),
        DataType.Float32 => Arrays(Floats),
        DataType.Float64 => Arrays(Doubles),
        DataType.Decimal => Arrays(Decimals),
        DataType.String => Text.Null().Array[0, 10].Select(array => (object)array),
        DataType.Binary => Blob.Null().Array[0, 10].Select(array => (object)array),
        DataType.DateTime => Arrays(DateTimes),
        DataType.DateTimeOffset => Arrays(DateTimeOffsets),
        DataType.DateOnly => Arrays(DateOnlys),
        DataType.TimeOnly => Arrays(TimeOnlys),
        _ => Arrays(Gen.Guid),
    };

    private static Gen<object> Boxed<T>(Gen<T> gen)
        where T : struct
        => gen.Select(value => (object)value);

    private static Gen<object> Arrays<T>(Gen<T> gen)
        where T : struct
        => Gen.OneOf(
            gen.Array[0, 12].Select(array => (object)array),
            gen.Nullable().Array[0, 12].Where(array => Array.Exists(array, item => item is null)).Select(array => (object)array));

    /// <summary>Some of the values of every type, others null.</summary>
    public static Gen<Document> Document(KeyType key)
    {
        CollectionSchema schema = EveryType(key);
        Gen<object?>[] values =
        [
            .. schema.Fields.Select(field => Gen.Bool.SelectMany(
                there => there ? Value(field.Type).Select(value => (object?)value) : Gen.Const((object?)null))),
            Gen.Float[-1e30f, 1e30f].Array[5].Select(array => (object?)new ReadOnlyMemory<float>(array)),
            Gen.Float[-100, 100].Array[3].Select(array => (object?)Array.ConvertAll(array, item => (Half)item)),
            Gen.SByte.Array[7].Select(array => (object?)array),
            Gen.Int[0, 0x7FF].Select(bits => (object?)new byte[] { (byte)bits, (byte)(bits >> 8) }),
        ];
        string[] names = [.. schema.Fields.Select(field => field.Name), .. schema.Vectors.Select(vector => vector.Name)];
        Gen<object?[]> all = values.Aggregate(
            Gen.Const(Array.Empty<object?>()), (before, next) => Gen.Select(before, next, (list, value) => (object?[])[.. list, value]));
        return Gen.Select(Key(key), all, (id, list) =>
        {
            var document = new Document(id);
            for (int i = 0; i < names.Length; i++)
                document[names[i]] = list[i];
            return document;
        });
    }
}
