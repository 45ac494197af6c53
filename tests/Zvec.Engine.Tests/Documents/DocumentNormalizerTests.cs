using System.Collections;
using System.Runtime.InteropServices;
using Zvec.Engine.Documents;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Documents;

public sealed class DocumentNormalizerTests
{
    private static readonly CollectionSchema Schema = new CollectionSchema("books")
    {
        Fields =
        {
            new FieldSchema("year", DataType.Int32),
            new FieldSchema("title", DataType.String) { Nullable = true },
            new FieldSchema("tags", DataType.StringArray) { Nullable = true },
            new FieldSchema("data", DataType.Binary) { Nullable = true },
            new FieldSchema("numbers", DataType.Int64Array) { Nullable = true },
        },
        Vectors =
        {
            new VectorSchema("embedding", VectorType.Float32, 3),
            new VectorSchema("small", VectorType.Float16, 2) { Nullable = true },
            new VectorSchema("tiny", VectorType.Int8, 2) { Nullable = true },
            new VectorSchema("bits", VectorType.Binary, 11) { Nullable = true },
        },
    }.WithIds();

    private static readonly DocumentNormalizer Normalizer = new(Schema);

    public enum Colour : byte
    {
        Red = 200,
    }

    private static Document Valid => new("b1") { ["year"] = 1999, ["embedding"] = new float[] { 1, 2, 3 } };

    [Fact]
    public void A_whole_document_has_null_for_what_is_absent_and_may_be()
    {
        NormalizedDocument normal = Normalizer.Normalize(Valid, partial: false);
        Assert.Equal("b1", normal.Key.Value);
        Assert.Equal([1999, null, null, null, null], normal.Values[..5]);
        Assert.Equal([1f, 2f, 3f], MemoryMarshal.Cast<byte, float>((byte[])normal.Values[5]!).ToArray());
        Assert.Equal([null, null, null], normal.Values[6..]);
    }

    [Fact]
    public void A_partial_document_needs_only_what_it_changes()
    {
        NormalizedDocument normal = Normalizer.Normalize(new Document("b1") { ["title"] = null, ["year"] = 5 }, partial: true);
        Assert.True(normal.IsPartial);
        Assert.Equal(5, normal.Values[0]);
        Assert.Null(normal.Values[1]);
        Assert.All(normal.Values[2..], value => Assert.Same(NormalizedDocument.Absent, value));
    }

    [Fact]
    public void What_the_caller_changes_later_does_not_reach_the_copy()
    {
        float[] vector = [1, 2, 3];
        string?[] tags = ["a", null];
        byte[] data = [1, 2];
        long[] numbers = [1, 2];
        Document document = new("b1") { ["year"] = 1, ["embedding"] = vector, ["tags"] = tags, ["data"] = data, ["numbers"] = numbers };
        NormalizedDocument normal = Normalizer.Normalize(document, partial: false);
        vector[0] = float.NaN;
        tags[0] = "changed";
        data[0] = 99;
        numbers[0] = 99;
        document["year"] = 2;
        Assert.Equal(1, normal.Values[0]);
        Assert.Equal(new string?[] { "a", null }, normal.Values[2]);
        Assert.Equal(new byte[] { 1, 2 }, normal.Values[3]);
        Assert.Equal(new long[] { 1, 2 }, normal.Values[4]);
        Assert.Equal(1f, MemoryMarshal.Cast<byte, float>((byte[])normal.Values[5]!)[0]);
    }

    [Theory]
    [InlineData("year", null, "'year' is not nullable and was given null")]
    [InlineData("embedding", null, "'embedding' is not nullable and was given null")]
    [InlineData("year", "1999", "'year' is Int32 and was given '1999' of type System.String; use System.Int32")]
    [InlineData("year", 1.0, "'year' is Int32 and was given 1 of type System.Double")]
    [InlineData("year", 3_000_000_000L, "was given 3000000000 of type System.Int64")]
    [InlineData("year", true, "was given True of type System.Boolean")]
    [InlineData("title", 5, "use System.String")]
    [InlineData("tags", "fiction", "use System.String values in an array or list")]
    [InlineData("tags", new int[] { 1 }, "has element 0 of type System.Int32 with value 1 in an array of String")]
    [InlineData("data", "bytes", "use System.Byte[]")]
    [InlineData("numbers", new double[] { 1.5 }, "has element 0 of type System.Double")]
    [InlineData("embedding", new double[] { 1, 2, 3 }, "use ReadOnlyMemory<System.Single> or System.Single[]")]
    [InlineData("embedding", "vector", "was given a System.String")]
    [InlineData("embedding", new float[] { 1, float.NaN, 3 }, "has NaN as element 1; use finite numbers")]
    [InlineData("embedding", new float[] { 1, 2, float.NegativeInfinity }, "has -Infinity as element 2")]
    [InlineData("tiny", new byte[] { 1, 2 }, "use ReadOnlyMemory<System.SByte>")]
    [InlineData("bits", new sbyte[] { 1, 2 }, "use ReadOnlyMemory<System.Byte> or System.Byte[], or a BitArray")]
    [InlineData("bits", new byte[] { 1, 8 }, "has 11 bits and was given bytes with others set; clear them")]
    [InlineData("genre", "x", "no field or vector 'genre'; it has 'bits', 'data'")]
    [InlineData("Year", 5, "no field or vector 'Year'")]
    [InlineData("id", "b1", "the name of the key")]
    public void A_value_that_does_not_fit_is_told_of(string name, object? value, string expected)
    {
        Document document = Valid;
        document[name] = value;
        foreach (bool partial in (bool[])[false, true])
        {
            var exception = Assert.Throws<ZvecException>(() => Normalizer.Normalize(document, partial));
            Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
            Assert.Contains("'b1'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("'books'", exception.Message, StringComparison.Ordinal);
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_that_is_not_well_formed_is_told_of()
    {
        // not in attributes, which cannot hold such text either
        A_value_that_does_not_fit_is_told_of("title", "a\uDC00", "'title' has text with half of a surrogate pair");
        A_value_that_does_not_fit_is_told_of("title", "a\uD83D", "'title' has text with half of a surrogate pair");
        A_value_that_does_not_fit_is_told_of(
            "tags", new string[] { "a", "b\uD800c" }, "surrogate pair in it; use well-formed Unicode (element 1)");
        Document document = Valid;
        document["title"] = "\uD83D\uDE00 and \uD83D\uDE00";
        Normalizer.Normalize(document, partial: false);
    }

    [Fact]
    public void A_missing_value_that_may_not_be_null_is_told_of() =>
        Assert.Contains(
            "'year' is not nullable and is missing",
            Assert.Throws<ZvecException>(() => Normalizer.Normalize(new Document("b1"), false)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Another_number_of_dimensions_has_its_own_code(int dimensions)
    {
        Document document = Valid;
        document["embedding"] = new float[dimensions];
        var exception = Assert.Throws<ZvecException>(() => Normalizer.Normalize(document, partial: false));
        Assert.Equal(ZvecErrorCode.DimensionMismatch, exception.Code);
        Assert.Contains($"'embedding' has 3 dimensions and was given {dimensions}", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 8)]
    [InlineData(3, 24)]
    public void Another_number_of_bytes_has_its_own_code(int bytes, int bits) => CheckBits(new byte[bytes], bits);

    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    public void Another_number_of_bits_has_its_own_code(int bits) => CheckBits(new BitArray(bits), bits);

    [Fact]
    public void Bits_may_be_bytes_memory_or_an_array_of_bits()
    {
        var bits = new BitArray(11) { [0] = true, [9] = true };
        foreach (object value in (object[])[new byte[] { 1, 2 }, new ReadOnlyMemory<byte>([1, 2]), new Memory<byte>([1, 2]), bits])
        {
            Document document = Valid;
            document["bits"] = value;
            Assert.Equal(new byte[] { 1, 2 }, Normalizer.Normalize(document, partial: false).Values[^1]);
        }
    }

    private static void CheckBits(object value, int bits)
    {
        Document document = Valid;
        document["bits"] = value;
        var exception = Assert.Throws<ZvecException>(() => Normalizer.Normalize(document, partial: false));
        Assert.Equal(ZvecErrorCode.DimensionMismatch, exception.Code);
        Assert.Contains($"'bits' has 11 dimensions and was given {bits}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_may_be_arrays_or_memory()
    {
        foreach (object value in (object[])[new float[] { 1, 2, 3 }, new ReadOnlyMemory<float>([1, 2, 3]), new Memory<float>([1, 2, 3])])
        {
            Document document = Valid;
            document["embedding"] = value;
            byte[] elements = (byte[])Normalizer.Normalize(document, partial: false).Values[5]!;
            Assert.Equal(new float[] { 1, 2, 3 }, ((ReadOnlyMemory<float>)VectorElements.ToMemory(VectorType.Float32, elements)).ToArray());
        }

        Document others = Valid;
        others["small"] = new Half[] { (Half)1, Half.MaxValue };
        others["tiny"] = new sbyte[] { -128, 127 };
        NormalizedDocument normal = Normalizer.Normalize(others, partial: false);
        Assert.Equal(
            new Half[] { (Half)1, Half.MaxValue },
            ((ReadOnlyMemory<Half>)VectorElements.ToMemory(VectorType.Float16, (byte[])normal.Values[6]!)).ToArray());
        Assert.Equal(
            new sbyte[] { -128, 127 },
            ((ReadOnlyMemory<sbyte>)VectorElements.ToMemory(VectorType.Int8, (byte[])normal.Values[7]!)).ToArray());
        others["small"] = new Half[] { Half.NaN, (Half)1 };
        Assert.Contains(
            "has NaN as element 0", Assert.Throws<ZvecException>(() => Normalizer.Normalize(others, false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_the_collection_cannot_have_are_told_of()
    {
        AssertKey(default, "has no key");
        AssertKey(5, "The key 5 is of type Int32");
        AssertKey(Guid.Empty, "of type Guid");
        AssertKey("", "empty string");
        AssertKey(new string('x', 1025), "has 1025 bytes");
        AssertKey(new string('é', 513), "has 1026 bytes");
        AssertKey("a\uD800", "surrogate");
        Normalizer.CheckKey(new string('x', 1024));
        Normalizer.CheckKey(new string('é', 512));
        Normalizer.CheckKey("\0 any / character 😀");
        Assert.Throws<ZvecException>(() => Normalizer.Normalize(new Document(5), partial: true));
    }

    [Theory]
    [InlineData(DataType.Int64, 5, 5L)]
    [InlineData(DataType.Int64, Colour.Red, 200L)]
    [InlineData(DataType.Int8, -128, (sbyte)-128)]
    [InlineData(DataType.Int8, -129, null)]
    [InlineData(DataType.UInt8, 255L, (byte)255)]
    [InlineData(DataType.UInt8, -1, null)]
    [InlineData(DataType.Int16, 40_000, null)]
    [InlineData(DataType.UInt16, 40_000, (ushort)40_000)]
    [InlineData(DataType.UInt32, -1, null)]
    [InlineData(DataType.UInt64, 1, 1UL)]
    [InlineData(DataType.UInt64, -1, null)]
    [InlineData(DataType.Int64, ulong.MaxValue, null)]
    [InlineData(DataType.Int32, 'a', null)]
    [InlineData(DataType.Float32, 16_777_216, 16_777_216f)]
    [InlineData(DataType.Float32, 16_777_217, null)]
    [InlineData(DataType.Float32, 0.5, null)]
    [InlineData(DataType.Float64, 0.1f, (double)0.1f)]
    [InlineData(DataType.Float64, long.MaxValue, null)]
    [InlineData(DataType.Float64, -3, -3.0)]
    [InlineData(DataType.Bool, 1, null)]
    [InlineData(DataType.String, 'a', null)]
    [InlineData(DataType.DateTime, 5L, null)]
    public void Numbers_are_converted_when_nothing_is_lost(DataType type, object given, object? expected)
    {
        object? normal = FieldValues.Normalize(type, given, out string? problem);
        Assert.Null(problem);
        Assert.Equal(expected, normal);
        Assert.Equal(expected?.GetType(), normal?.GetType());
    }

    [Fact]
    public void Integers_become_decimals_and_decimals_nothing_else()
    {
        Assert.Equal(5m, FieldValues.Normalize(DataType.Decimal, 5, out _));
        Assert.Equal((decimal)ulong.MaxValue, FieldValues.Normalize(DataType.Decimal, ulong.MaxValue, out _));
        Assert.Null(FieldValues.Normalize(DataType.Decimal, 0.5, out _));
        Assert.Null(FieldValues.Normalize(DataType.Float64, 0.5m, out _));
        Assert.Null(FieldValues.Normalize(DataType.DateTimeOffset, DateTime.UtcNow, out _));
    }

    [Fact]
    public void Arrays_are_taken_in_every_shape()
    {
        AssertArray(DataType.Int64Array, new long[] { 1, 2 }, new long[] { 1, 2 });
        AssertArray(DataType.Int64Array, new long?[] { 1, 2 }, new long[] { 1, 2 });
        AssertArray(DataType.Int64Array, new long?[] { 1, null }, new long?[] { 1, null });
        AssertArray(DataType.Int64Array, new List<long> { 1, 2 }, new long[] { 1, 2 });
        AssertArray(DataType.Int64Array, new List<long?> { null }, new long?[] { null });
        AssertArray(DataType.Int64Array, new HashSet<int> { 7 }, new long[] { 7 });
        AssertArray(DataType.Int64Array, new object?[] { 1, 2L, null }, new long?[] { 1, 2, null });
        AssertArray(DataType.Int64Array, Array.Empty<object>(), Array.Empty<long>());
        AssertArray(DataType.Int32Array, new uint[] { 1 }, new int[] { 1 });
        AssertArray(DataType.UInt8Array, new Colour[] { Colour.Red }, new byte[] { 200 });
        AssertArray(DataType.UInt8Array, new byte[] { 1 }, new byte[] { 1 });
        AssertArray(DataType.Int8Array, new byte[] { 1 }, new sbyte[] { 1 });
        AssertArray(DataType.BoolArray, Enumerable.Range(0, 2).Select(i => i == 0), new bool[] { true, false });
        AssertArray(DataType.StringArray, new List<string?> { "a", null }, new string?[] { "a", null });
        AssertArray(DataType.StringArray, new Dictionary<string, int> { ["a"] = 1 }.Keys, new string[] { "a" });
        AssertArray(DataType.BinaryArray, new List<byte[]?> { new byte[] { 1 }, null }, new byte[]?[] { new byte[] { 1 }, null });
        AssertArray(DataType.GuidArray, new Guid[] { Guid.Empty }, new Guid[] { Guid.Empty });
        Assert.Null(FieldValues.Normalize(DataType.Int32Array, new int[1, 1], out _));
        Assert.Null(FieldValues.Normalize(DataType.Int32Array, new uint[] { uint.MaxValue }, out string? problem));
        Assert.Contains("element 0", problem, StringComparison.Ordinal);
        Assert.Null(FieldValues.Normalize(DataType.Int32Array, 5, out problem));
        Assert.Null(problem);
    }

    [Fact]
    public void Values_that_are_too_large_are_told_of()
    {
        Assert.Null(FieldValues.Normalize(DataType.Binary, new byte[FieldValues.MaxBytes + 1], out string? problem));
        Assert.Contains("has 268435457 bytes; use at most 268435456", problem, StringComparison.Ordinal);
        Assert.Null(FieldValues.Normalize(DataType.String, new string('漢', (FieldValues.MaxBytes / 3) + 1), out problem));
        Assert.Contains("has a string of 268435458 bytes", problem, StringComparison.Ordinal);
    }

    private static void AssertKey(DocumentKey key, string expected)
    {
        var exception = Assert.Throws<ZvecException>(() => Normalizer.CheckKey(key));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("'books'", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertArray(DataType type, object given, Array expected)
    {
        object? normal = FieldValues.Normalize(type, given, out string? problem);
        Assert.Null(problem);
        Assert.NotSame(given, normal);
        Assert.Equal(expected.GetType(), normal?.GetType());
        Assert.Equal(expected, (Array?)normal);
    }
}
