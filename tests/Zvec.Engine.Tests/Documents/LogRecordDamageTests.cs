using Zvec.Engine.Documents;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Documents;

/// <summary>Records whose checksum is right and that no writer wrote.</summary>
public sealed class LogRecordDamageTests
{
    private static readonly CollectionSchema Schema = new CollectionSchema("log")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("a", DataType.Int32) { Nullable = true } },
        Vectors = { new VectorSchema("v", VectorType.Float32, 2) },
    }.WithIds();

    [Fact]
    public void A_part_of_a_document_in_place_of_the_whole_is_refused() =>
        Refuses(new NormalizedDocument(new DocumentKey(1), [5, NormalizedDocument.Absent], isPartial: true));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_vector_that_is_not_finite_is_refused(float element) =>
        Refuses(new NormalizedDocument(new DocumentKey(1), [5, (byte[])[.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(element)]]));

    private static void Refuses(NormalizedDocument document)
    {
        var codec = new DocumentCodec(Schema);
        var record = new ByteWriter(64);
        LogRecord.AppendPut(record, codec, document);
        ZvecException exception = Assert.Throws<ZvecException>(() => LogRecord.Read(record.Written, codec, "/wal/1", (_, _) => { }));
        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
        Assert.Contains("/wal/1", exception.Message, StringComparison.Ordinal);
    }
}
