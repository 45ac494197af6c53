using System.Buffers.Binary;
using System.IO.Hashing;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Wal;

/// <summary>The bytes of a log file.</summary>
/// <remarks>
/// <code>
/// header  64 bytes: "ZVEC", u16 kind (2), u16 version (1), u64 file number, u64 sequence number of the first record,
///         u64 XxHash3 of the 24 bytes before it, zeros
/// record  u64 XxHash3 of all that follows in the record, seeded with the file number; u32 length of the payload;
///         u64 sequence number; u64 bytes of the file that were known to be on the device when this was written; the payload
/// </code>
/// All numbers are little-endian. Sequence numbers start at 1 and go on from record to record and from file to file. A record without
/// payload is a mark: it repeats the sequence number before it, and is written after a sync only to say what was synced. A mark that counts
/// itself as synced is the end of a file that another follows. The seed keeps a record of another file, in a disk block that is used again,
/// from being taken for one of this file.
/// </remarks>
internal static class WalFormat
{
    public const ushort Version = 1;
    public const int HeaderLength = 64;
    public const int RecordHeaderLength = 28;
    public const int MaxPayloadLength = 1 << 30;

    private const int HashedHeaderLength = 24;
    private const int HashLength = sizeof(ulong);

    public static void WriteHeader(Span<byte> header, long number, ulong firstSequence)
    {
        header.Clear();
        SectionFileWriter.WriteHeader(header, FileKind.WriteAheadLog, Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], number);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], firstSequence);
        BinaryPrimitives.WriteUInt64LittleEndian(header[HashedHeaderLength..], XxHash3.HashToUInt64(header[..HashedHeaderLength]));
    }

    /// <summary>Whether the header is one that <see cref="WriteHeader"/> wrote.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out ushort version, out long number, out ulong firstSequence)
    {
        version = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        number = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        firstSequence = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
        return header.StartsWith(SectionFileWriter.Magic)
            && BinaryPrimitives.ReadUInt16LittleEndian(header[4..]) == (ushort)FileKind.WriteAheadLog
            && XxHash3.HashToUInt64(header[..HashedHeaderLength]) == BinaryPrimitives.ReadUInt64LittleEndian(header[HashedHeaderLength..])
            && !header[(HashedHeaderLength + HashLength)..HeaderLength].ContainsAnyExcept((byte)0);
    }

    /// <summary>Completes a record whose payload is in place behind the room for its header.</summary>
    public static void SealRecord(Span<byte> record, long number, ulong sequence, long synced)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], record.Length - RecordHeaderLength);
        BinaryPrimitives.WriteUInt64LittleEndian(record[12..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(record[20..], synced);
        BinaryPrimitives.WriteUInt64LittleEndian(record, Hash(record, number));
    }

    public static WalRecordHeader ReadRecordHeader(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(header[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(header[12..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[20..]));

    /// <summary>Whether a whole record, header and payload, is as it was written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> record, long number) =>
        BinaryPrimitives.ReadUInt64LittleEndian(record) == Hash(record, number);

    private static ulong Hash(ReadOnlySpan<byte> record, long number) => XxHash3.HashToUInt64(record[HashLength..], number);
}
