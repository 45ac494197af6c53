using System.Runtime.InteropServices;
using CsCheck;
using Zvec.Engine.Documents;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Documents;

public sealed class DocumentCodecTests
{
    private const string Path = "/data/000001.wal";

    [Theory]
    [InlineData(KeyType.String)]
    [InlineData(KeyType.Int32)]
    [InlineData(KeyType.Int64)]
    [InlineData(KeyType.UInt64)]
    [InlineData(KeyType.Guid)]
    public void Every_value_comes_back_exactly(KeyType keyType)
    {
        CollectionSchema schema = DocumentSamples.EveryType(keyType);
        var normalizer = new DocumentNormalizer(schema);
        var codec = new DocumentCodec(schema);
        DocumentSamples.Document(keyType).Sample(
            document =>
            {
                NormalizedDocument normal = normalizer.Normalize(document, partial: false);
                var writer = new ByteWriter();
                writer.WriteByte(99);
                codec.Encode(writer, normal);
                writer.WriteByte(100);
                var reader = new SpanReader(writer.Written);
                Assert.Equal(99, reader.ReadByte());
                NormalizedDocument back = codec.Decode(ref reader, Path);
                Assert.Equal(100, reader.ReadByte());
                Assert.Equal(document.Key, back.Key);
                Assert.False(back.IsPartial);
                for (int i = 0; i < back.Values.Length; i++)
                {
                    AssertSame(normal.Values[i], back.Values[i]);
                    object? given =
                        document[i < schema.Fields.Count ? schema.Fields[i].Name : schema.Vectors[i - schema.Fields.Count].Name];
                    if (i < schema.Fields.Count)
                        AssertSame(given, back.Values[i]);
                }

                Assert.True(((ReadOnlyMemory<float>)document["floats"]!).Span.SequenceEqual(
                    MemoryMarshal.Cast<byte, float>((byte[])back.Values[^4]!)));
                Assert.True(((Half[])document["halves"]!).AsSpan().SequenceEqual(MemoryMarshal.Cast<byte, Half>((byte[])back.Values[^3]!)));
                Assert.True(
                    ((sbyte[])document["bytes"]!).AsSpan().SequenceEqual(MemoryMarshal.Cast<byte, sbyte>((byte[])back.Values[^2]!)));
                Assert.Equal((byte[])document["bits"]!, (byte[])back.Values[^1]!);
            },
            iter: 60);
    }

    [Fact]
    public void A_partial_document_keeps_null_and_absent_apart()
    {
        CollectionSchema schema = new CollectionSchema("c")
        {
            Fields =
            {
                new FieldSchema("a", DataType.Int32) { Nullable = true }, new FieldSchema("b", DataType.Int32),
                new FieldSchema("c", DataType.Int32),
            },
        }.WithIds();
        NormalizedDocument back = RoundTrip(schema, schema, new Document("k") { ["a"] = null, ["c"] = 5 }, partial: true);
        Assert.True(back.IsPartial);
        Assert.Equal([null, NormalizedDocument.Absent, 5], back.Values);
    }

    [Fact]
    public void A_field_added_since_is_null_and_a_dropped_one_is_passed_over()
    {
        CollectionSchema old = DocumentSamples.EveryType();
        var document = DocumentSamples.Document(KeyType.String).Single(_ => true, "0000KSrYNPW3");
        foreach (FieldSchema field in old.Fields.Where(field => field.Name != "Int32"))
            document[field.Name] = DocumentSamples.Value(field.Type).Single(_ => true, "0000KSrYNPW3");
        document["Int32"] = 77;
        var fresh = new CollectionSchema("everything")
        {
            Fields = [old.FindField("Int32")!],
            Vectors = [old.FindVector("halves")!],
            NextFieldId = old.NextFieldId,
        };
        fresh = fresh.Adding(new FieldSchema("added", DataType.String) { Nullable = true });

        NormalizedDocument back = RoundTrip(old, fresh, document, partial: false);
        Assert.Equal(77, back.Values[0]);
        Assert.Null(back.Values[1]);
        Assert.Equal(6, ((byte[])back.Values[2]!).Length);
    }

    [Fact]
    public void A_missing_or_null_value_of_a_field_that_is_not_nullable_is_damage()
    {
        CollectionSchema nullable = OneField(nullable: true);
        CollectionSchema strict = OneField(nullable: false);
        AssertCorrupt(() => RoundTrip(nullable, strict, new Document("k"), partial: false));
        AssertCorrupt(() => RoundTrip(nullable, strict, new Document("k") { ["a"] = null }, partial: true));
    }

    [Fact]
    public void Bytes_of_another_schema_are_damage()
    {
        CollectionSchema one = OneField(nullable: true);
        CollectionSchema other =
            new CollectionSchema("c") { Fields = { new FieldSchema("a", DataType.Int64) { Nullable = true } } }.WithIds();
        CollectionSchema numbered = new CollectionSchema("c")
        {
            Key = KeyType.Int32,
            Fields = { new FieldSchema("a", DataType.Int32) { Nullable = true } }
        }.WithIds();
        AssertCorrupt(() => RoundTrip(one, other, new Document("k") { ["a"] = 1 }, partial: false));
        AssertCorrupt(() => RoundTrip(one, numbered, new Document("k") { ["a"] = 1 }, partial: false));
    }

    [Fact]
    public void Bits_beyond_the_last_are_damage()
    {
        CollectionSchema whole = OfBits(16);
        AssertCorrupt(() => RoundTrip(whole, OfBits(15), new Document("k") { ["bits"] = new byte[] { 1, 0x80 } }, partial: false));
        Assert.Equal(
            new byte[] { 1, 0x40 },
            (byte[])RoundTrip(whole, OfBits(15), new Document("k") { ["bits"] = new byte[] { 1, 0x40 } }, partial: false).Values[0]!);

        static CollectionSchema OfBits(int dimensions) =>
            new CollectionSchema("c") { Vectors = { new VectorSchema("bits", VectorType.Binary, dimensions) } }.WithIds();
    }

    [Fact]
    public void Damaged_bytes_give_a_document_or_corruption_and_nothing_else()
    {
        CollectionSchema schema = DocumentSamples.EveryType();
        var normalizer = new DocumentNormalizer(schema);
        var codec = new DocumentCodec(schema);
        Gen.Select(DocumentSamples.Document(KeyType.String), Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 30]).Sample(
            (document, position, value, cut) =>
            {
                var writer = new ByteWriter();
                codec.Encode(writer, normalizer.Normalize(document, partial: false));
                byte[] bytes = writer.Written.ToArray();
                bytes[position % bytes.Length] = value;
                foreach (int length in (int[])[bytes.Length, Math.Max(0, bytes.Length - cut)])
                {
                    var reader = new SpanReader(bytes.AsSpan(0, length));
                    try
                    {
                        codec.Decode(ref reader, Path);
                    }
                    catch (ZvecException exception)
                    {
                        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
                        Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
                    }
                }
            },
            iter: 300);
    }

    [Fact]
    public void Random_bytes_are_damage()
    {
        var codec = new DocumentCodec(DocumentSamples.EveryType());
        Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                if (bytes.Length > 2)
                    (bytes[0], bytes[1], bytes[2]) = (0, (byte)KeyType.String, 1); // so that more than the first checks are reached
                var reader = new SpanReader(bytes);
                try
                {
                    codec.Decode(ref reader, Path);
                }
                catch (ZvecException exception)
                {
                    Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
                }
            },
            iter: 5000);
    }

    [Fact]
    public void A_count_that_lies_allocates_nothing_to_speak_of()
    {
        CollectionSchema schema = new CollectionSchema("c") { Fields = { new FieldSchema("a", DataType.DecimalArray) } }.WithIds();
        var writer = new ByteWriter();
        writer.WriteByte(0);
        DocumentCodec.EncodeKey(writer, "k");
        writer.WriteVarint(1);
        writer.WriteVarint(1);
        writer.WriteByte((byte)DataType.DecimalArray);
        writer.WriteVarint(int.MaxValue);
        writer.WriteByte(1);
        writer.Reserve(100).Clear();
        byte[] bytes = writer.Written.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertCorrupt(() =>
        {
            var reader = new SpanReader(bytes);
            new DocumentCodec(schema).Decode(ref reader, Path);
        });
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_document_that_is_too_large_leaves_the_writer_as_it_was()
    {
        CollectionSchema schema = new CollectionSchema("c")
        {
            Fields = [.. Enumerable.Range(0, 3).Select(i => new FieldSchema($"f{i}", DataType.Binary))],
        }.WithIds();
        byte[] large = new byte[40];
        var document = new NormalizedDocument("k", [large, large, large]);
        var writer = new ByteWriter();
        writer.WriteInt32(5);
        var exception = Assert.Throws<ZvecException>(() => new DocumentCodec(schema, maxDocumentBytes: 100).Encode(writer, document));
        Assert.Equal(ZvecErrorCode.ResourceExhausted, exception.Code);
        Assert.Equal(4, writer.Length);
    }

    private static CollectionSchema OneField(bool nullable) =>
        new CollectionSchema("c") { Fields = { new FieldSchema("a", DataType.Int32) { Nullable = nullable } } }.WithIds();

    private static NormalizedDocument RoundTrip(CollectionSchema written, CollectionSchema read, Document document, bool partial)
    {
        var writer = new ByteWriter();
        new DocumentCodec(written).Encode(writer, new DocumentNormalizer(written).Normalize(document, partial));
        var reader = new SpanReader(writer.Written);
        NormalizedDocument back = new DocumentCodec(read).Decode(ref reader, Path);
        Assert.Equal(0, reader.Remaining);
        return back;
    }

    private static void AssertCorrupt(Action action) =>
        Assert.Equal(ZvecErrorCode.DataCorruption, Assert.Throws<ZvecException>(action).Code);

    /// <summary>The same type, and the same to the last bit.</summary>
    private static void AssertSame(object? expected, object? actual)
    {
        Assert.Equal(expected?.GetType(), actual?.GetType());
        if (expected is Array array)
        {
            var other = (Array)actual!;
            Assert.Equal(array.Length, other.Length);
            foreach ((object? left, object? right) in array.Cast<object?>().Zip(other.Cast<object?>()))
                AssertSame(left, right);
            return;
        }

        switch (expected)
        {
            case float number: Assert.Equal(BitConverter.SingleToInt32Bits(number), BitConverter.SingleToInt32Bits((float)actual!)); break;
            case double number:
                Assert.Equal(
                BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits((double)actual!)); break;
            case decimal number: Assert.Equal(decimal.GetBits(number), decimal.GetBits((decimal)actual!)); break;
            case DateTime time:
                Assert.Equal(time.Ticks, ((DateTime)actual!).Ticks);
                Assert.Equal(time.Kind, ((DateTime)actual!).Kind);
                break;
            case DateTimeOffset time: Assert.True(time.EqualsExact((DateTimeOffset)actual!)); break;
            default: Assert.Equal(expected, actual); break;
        }
    }
}
