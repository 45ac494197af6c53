using System.Text.Json;
using CsCheck;

namespace Zvec.Engine.Tests.Documents;

public sealed class DocumentJsonTests
{
    [Theory]
    [InlineData(KeyType.String)]
    [InlineData(KeyType.Int32)]
    [InlineData(KeyType.Int64)]
    [InlineData(KeyType.UInt64)]
    [InlineData(KeyType.Guid)]
    public void Every_value_comes_back_exactly(KeyType keyType)
    {
        CollectionSchema schema = DocumentSamples.EveryType(keyType);
        DocumentSamples.Document(keyType).Sample(
            document =>
            {
                Document back = DocumentJson.Parse(DocumentJson.ToJson(document, schema), schema);
                Assert.Equal(document.Key, back.Key);
                Assert.Equal(document.Count, back.Count);
                foreach (FieldSchema field in schema.Fields)
                    AssertSame(document[field.Name], back[field.Name]);
                Assert.True(((ReadOnlyMemory<float>)document["floats"]!).Span.SequenceEqual(back.Get<ReadOnlyMemory<float>>("floats").Span));
                Assert.True(((Half[])document["halves"]!).AsSpan().SequenceEqual(back.Get<ReadOnlyMemory<Half>>("halves").Span));
                Assert.True(((sbyte[])document["bytes"]!).AsSpan().SequenceEqual(back.Get<ReadOnlyMemory<sbyte>>("bytes").Span));
                Assert.True(((byte[])document["bits"]!).AsSpan().SequenceEqual(back.Get<ReadOnlyMemory<byte>>("bits").Span));
            },
            iter: 100);
    }

    [Fact]
    public void Every_half_comes_back_exactly()
    {
        Half[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite)];
        for (int from = 0; from < all.Length; from += 16_000)
        {
            Half[] some = all[from..Math.Min(from + 16_000, all.Length)];
            var schema = new CollectionSchema("c") { Vectors = { new VectorSchema("v", VectorType.Float16, some.Length) } };
            Document back = DocumentJson.Parse(DocumentJson.ToJson(new Document("k") { ["v"] = some }, schema), schema);
            ReadOnlySpan<Half> read = back.Get<ReadOnlyMemory<Half>>("v").Span;
            for (int i = 0; i < some.Length; i++)
                Assert.Equal(BitConverter.HalfToUInt16Bits(some[i]), BitConverter.HalfToUInt16Bits(read[i]));
        }
    }

    [Fact]
    public void Sparse_vectors_come_back_exactly()
    {
        var schema = new CollectionSchema("c") { Vectors = { new VectorSchema("v", VectorType.Sparse) } };
        Gen.Select(Gen.UInt, Gen.Float[-1e30f, 1e30f]).Array[0, 40].Sample(elements =>
        {
            SparseVector given = SparseVector.From(elements.DistinctBy(element => element.Item1).Select(e => KeyValuePair.Create(e.Item1, e.Item2)));
            string json = DocumentJson.ToJson(new Document("k") { ["v"] = given }, schema);
            Assert.Equal(given, DocumentJson.Parse(json, schema)["v"]);
        });
        Assert.Equal(
            new SparseVector([1, 9], [0.5f, 2]),
            DocumentJson.Parse("""{"id":"k","v":{"values":[2,0.5],"indices":[9,1]}}""", schema)["v"]);
    }

    [Fact]
    public void The_form_is_as_documented()
    {
        CollectionSchema schema = DocumentSamples.EveryType();
        var document = new Document("ключ")
        {
            ["UInt64"] = ulong.MaxValue,
            ["Float64"] = double.NaN,
            ["Decimal"] = -1.50m,
            ["Binary"] = new byte[] { 1, 2, 255 },
            ["DateTime"] = new DateTime(2024, 5, 6, 7, 8, 9, 120, DateTimeKind.Utc),
            ["DateTimeOffset"] = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromMinutes(-90)),
            ["DateOnly"] = new DateOnly(2024, 5, 6),
            ["TimeOnly"] = new TimeOnly(7, 8, 9),
            ["Int32Array"] = new int?[] { 1, null },
            ["String"] = null,
            ["bits"] = new byte[] { 255, 1 },
        };
        const string Expected = """
            {"id":"ключ","UInt64":18446744073709551615,"Float64":"NaN","Decimal":-1.50,"String":null,"Binary":"AQL/",
            "DateTime":"2024-05-06T07:08:09.12Z","DateTimeOffset":"2024-05-06T07:08:09-01:30","DateOnly":"2024-05-06",
            "TimeOnly":"07:08:09","Int32Array":[1,null],"bits":"/wE="}
            """;
        Assert.Equal(
            Expected.ReplaceLineEndings(""),
            DocumentJson.ToJson(document, schema));
    }

    [Theory]
    [InlineData("Int32", "5.0", 5)]
    [InlineData("Int32", "1e3", 1000)]
    [InlineData("Int32", "\"-7\"", -7)]
    [InlineData("Bool", "\"true\"", true)]
    [InlineData("Float64", "\"0.25\"", 0.25)]
    [InlineData("Float32", "3", 3f)]
    [InlineData("UInt8", "255", (byte)255)]
    public void Other_forms_are_read_too(string field, string json, object value) =>
        Assert.Equal(value, DocumentJson.Parse($$"""{"id":"k","{{field}}":{{json}}}""", DocumentSamples.EveryType())[field]);

    [Fact]
    public void Dates_are_read_the_same_on_every_machine()
    {
        CollectionSchema schema = DocumentSamples.EveryType();
        DateTime utc = DocumentJson.Parse("""{"id":"k","DateTime":"2024-05-06T07:08:09+02:00"}""", schema).Get<DateTime>("DateTime");
        Assert.Equal((new DateTime(2024, 5, 6, 5, 8, 9), DateTimeKind.Utc), (utc, utc.Kind));
        DateTime local = DocumentJson.Parse("""{"id":"k","DateTime":"2024-05-06T07:08:09[local]"}""", schema).Get<DateTime>("DateTime");
        Assert.Equal((new DateTime(2024, 5, 6, 7, 8, 9), DateTimeKind.Local), (local, local.Kind));
    }

    [Fact]
    public void Vectors_are_read_from_base64_and_bits_from_arrays()
    {
        CollectionSchema schema = DocumentSamples.EveryType();
        float[] floats = [1, -2.5f, 3e-20f, 0, 5];
        string base64 = Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(floats));
        Document document = DocumentJson.Parse($$"""{"id":"k","floats":"{{base64}}","bits":[1,0,0,0,0,0,0,1,1,0,0]}""", schema);
        Assert.Equal(floats, document.Get<ReadOnlyMemory<float>>("floats").ToArray());
        Assert.Equal(new byte[] { 0x81, 1 }, document.Get<ReadOnlyMemory<byte>>("bits").ToArray());
    }

    [Theory]
    [InlineData("""{"id":"k","Int8":128}""", "'Int8'", "128", "-128 to 127")]
    [InlineData("""{"id":"k","UInt64":-1}""", "'UInt64'", "-1")]
    [InlineData("""{"id":"k","Int64":1.5}""", "'Int64'", "1.5")]
    [InlineData("""{"id":"k","Int32":"five"}""", "'Int32'", "\"five\"")]
    [InlineData("""{"id":"k","Float32":1e39}""", "'Float32'", "1e39")]
    [InlineData("""{"id":"k","Float64":"1e400"}""", "'Float64'")]
    [InlineData("""{"id":"k","Decimal":1e30}""", "'Decimal'", "1e30")]
    [InlineData("""{"id":"k","Bool":1}""", "'Bool'", "true or false")]
    [InlineData("""{"id":"k","String":5}""", "'String'", "5")]
    [InlineData("""{"id":"k","String":"\uD800"}""", "'String'", "well-formed")]
    [InlineData("""{"id":"k","Binary":"?"}""", "'Binary'", "base64")]
    [InlineData("""{"id":"k","DateTime":"yesterday"}""", "'DateTime'", "yesterday")]
    [InlineData("""{"id":"k","DateTimeOffset":"2024-05-06T07:08:09"}""", "'DateTimeOffset'", "offset")]
    [InlineData("""{"id":"k","Guid":"x"}""", "'Guid'")]
    [InlineData("""{"id":"k","Int32Array":5}""", "'Int32Array'", "array")]
    [InlineData("""{"id":"k","Int32Array":[1,"x"]}""", "'Int32Array'", "element 1")]
    [InlineData("""{"id":"k","floats":[1,2,"NaN",4,5]}""", "'floats'", "element 2")]
    [InlineData("""{"id":"k","floats":{}}""", "'floats'", "{}")]
    [InlineData("""{"id":"k","halves":[1,2,65520]}""", "'halves'", "65520")]
    [InlineData("""{"id":"k","bytes":[1,2,3,4,5,6,128]}""", "'bytes'", "128")]
    [InlineData("""{"id":"k","bits":[1,0]}""", "'bits'", "11 dimensions")]
    [InlineData("""{"id":"k","bits":[2,0,0,0,0,0,0,1,1,0,0]}""", "'bits'", "0 or 1")]
    [InlineData("""{"id":"k","color":1}""", "'color'", "'Bool'")]
    [InlineData("""{"id":"k","Int8":1,"Int8":2}""", "'Int8'", "twice")]
    [InlineData("""{"id":"k","id":"k"}""", "'id'", "twice")]
    [InlineData("""{"id":"k","\uD800":1}""", "surrogate")]
    [InlineData("""{"Int8":1}""", "'id'", "missing")]
    [InlineData("""{"id":7}""", "'id'", "7")]
    [InlineData("""{"id":""}""", "empty string")]
    [InlineData("""[1]""", "[1]", "object")]
    [InlineData("""{"id":""", "not JSON")]
    public void What_does_not_fit_is_named(string json, params string[] named)
    {
        ZvecException exception = Assert.Throws<ZvecException>(() => DocumentJson.Parse(json, DocumentSamples.EveryType()));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.All(named, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"indices":[1,1],"values":[1,2]}""")]
    [InlineData("""{"indices":[1],"values":[1,2]}""")]
    [InlineData("""{"indices":[-1],"values":[1]}""")]
    [InlineData("""{"indices":[1],"values":[null]}""")]
    [InlineData("""{"indices":[1]}""")]
    [InlineData("""[1,2]""")]
    public void A_sparse_vector_that_is_none_is_refused(string json)
    {
        var schema = new CollectionSchema("c") { Vectors = { new VectorSchema("v", VectorType.Sparse) } };
        ZvecException exception = Assert.Throws<ZvecException>(() => DocumentJson.Parse($$"""{"id":"k","v":{{json}}}""", schema));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains("'v'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_known_may_be_left_out_and_not_differ()
    {
        CollectionSchema schema = DocumentSamples.EveryType(KeyType.Int64);
        Assert.Equal(5L, DocumentJson.ParseKey("5", schema).Value);
        using JsonDocument json = JsonDocument.Parse("""[{"Int8":1},{"Int8":1,"id":5},{"Int8":1,"id":6}]""");
        Assert.Equal(5L, DocumentJson.Read(json.RootElement[0], schema, 5L).Key.Value);
        Assert.Equal(5L, DocumentJson.Read(json.RootElement[1], schema, 5L).Key.Value);
        ZvecException exception = Assert.Throws<ZvecException>(() => DocumentJson.Read(json.RootElement[2], schema, 5L));
        Assert.Contains("key 6", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ZvecException>(() => DocumentJson.ParseKey("five", schema));
    }

    [Fact]
    public void A_document_of_other_fields_is_not_written()
    {
        var schema = new CollectionSchema("c") { Fields = { new FieldSchema("a", DataType.Int64) } };
        Assert.Equal("""{"id":"k","a":7}""", DocumentJson.ToJson(new Document("k") { ["a"] = 7 }, schema));
        ZvecException unknown = Assert.Throws<ZvecException>(() => DocumentJson.ToJson(new Document("k") { ["b"] = 7 }, schema));
        Assert.Contains("'b'", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ZvecException>(() => DocumentJson.ToJson(new Document("k") { ["a"] = "seven" }, schema));
        Assert.Throws<ZvecException>(() => DocumentJson.ToJson(new Document(5) { ["a"] = 7 }, schema));
    }

    /// <summary>Equal to the last bit and scale, but for the bits of a NaN.</summary>
    private static void AssertSame(object? expected, object? actual)
    {
        if (expected is Array items && actual is Array others)
        {
            Assert.Equal(expected.GetType(), actual.GetType());
            Assert.Equal(items.Length, others.Length);
            for (int i = 0; i < items.Length; i++)
                AssertSame(items.GetValue(i), others.GetValue(i));
            return;
        }

        Assert.Equal(expected?.GetType(), actual?.GetType());
        Assert.Equal(Exact(expected), Exact(actual));
    }

    private static object? Exact(object? value) => value switch
    {
        float number => float.IsNaN(number) ? "NaN" : BitConverter.SingleToUInt32Bits(number),
        double number => double.IsNaN(number) ? "NaN" : BitConverter.DoubleToUInt64Bits(number),
        decimal number => string.Join(",", decimal.GetBits(number)),
        DateTime time => (time.Ticks, time.Kind),
        DateTimeOffset time => (time.Ticks, time.Offset),
        _ => value,
    };
}
