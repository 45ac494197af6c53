using Zvec.Engine.Primitives;

namespace Zvec.Engine.Documents;

/// <summary>One record of the log: the writes of one call, in order.</summary>
/// <remarks>Each write is a byte that says which, 1 for a document put in place of any with its key, 2 for a key deleted, and then the
/// document or the key as
/// <see cref="DocumentCodec"/> encodes it.</remarks>
internal static class LogRecord
{
    /// <summary>The most bytes that the writes of one call may take.</summary>
    public const int MaxBytes = 1 << 30;

    private const byte Put = 1;
    private const byte Delete = 2;

    public static void AppendPut(ByteWriter record, DocumentCodec codec, NormalizedDocument document)
    {
        record.WriteByte(Put);
        codec.Encode(record, document);
    }

    /// <summary>Appends a document that is encoded already.</summary>
    public static void AppendPut(ByteWriter record, ReadOnlySpan<byte> encoded)
    {
        record.WriteByte(Put);
        record.WriteBytes(encoded);
    }

    public static void AppendDelete(ByteWriter record, DocumentKey key)
    {
        record.WriteByte(Delete);
        DocumentCodec.EncodeKey(record, key);
    }

    /// <summary>Reads the writes back.</summary>
    /// <param name="record">The record.</param>
    /// <param name="codec">The codec of the present schema, whose fields include those of the record.</param>
    /// <param name="path">The log's file, for messages.</param>
    /// <param name="write">Called for each write with its key, and with its document unless it deletes.</param>
    public static void Read(ReadOnlySpan<byte> record, DocumentCodec codec, string path, Action<DocumentKey, NormalizedDocument?> write)
    {
        var reader = new SpanReader(record);
        while (reader.Remaining > 0)
        {
            switch (reader.ReadByte())
            {
                case Put:
                    NormalizedDocument document = codec.Decode(ref reader, path);
                    if (document.IsPartial)
                    {
                        throw new ZvecException(
                            ZvecErrorCode.DataCorruption, $"The file '{path}' is damaged: a record puts a part of document {document.Key} "
                                + "in place of the whole. Restore it from a backup.");
                    }

                    write(document.Key, document);
                    break;
                case Delete:
                    write(codec.DecodeKey(ref reader, path), null);
                    break;
                case byte other:
                    throw new ZvecException(
                        ZvecErrorCode.DataCorruption, $"The file '{path}' is damaged: a record holds a write of kind {other}, "
                            + "which does not exist. Restore it from a backup.");
            }
        }
    }
}
