using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Verification;

/// <summary>Finds the intact records of a log file, before damage and behind it.</summary>
internal static class LogScanner
{
    private const long MaxReadBytes = 1L << 30;

    /// <summary>How often, on average, a byte may be hashed in the search for records behind damage.</summary>
    private const int MaxHashing = 16;

    /// <summary>Takes an intact record.</summary>
    /// <param name="sequence">Its number; none is handed on twice, and they ascend.</param>
    /// <param name="payload">What was logged.</param>
    public delegate void RecordHandler(ulong sequence, ReadOnlySpan<byte> payload);

    /// <summary>Reads a file as far as it is intact.</summary>
    /// <param name="fileSystem">Where the file is.</param>
    /// <param name="path">The file.</param>
    /// <param name="number">Its number.</param>
    /// <param name="record">Takes the intact records.</param>
    /// <param name="due">Takes, from the header and from marks, the number that the next record must have: all records below it
    /// were written.</param>
    /// <param name="damage">Takes where bytes that are no record begin and end.</param>
    public static void Read(
        IFileSystem fileSystem, string path, long number, RecordHandler record, Action<ulong> due, Action<long, long> damage)
    {
        if (fileSystem.GetLength(path) > MaxReadBytes)
        {
            using IMappedFile map = fileSystem.Map(path);
            Read(new WalBytes(path, map), number, record, due, damage);
        }
        else
        {
            Read(new WalBytes(path, fileSystem.ReadAllBytes(path)), number, record, due, damage);
        }
    }

    private static void Read(WalBytes bytes, long number, RecordHandler record, Action<ulong> due, Action<long, long> damage)
    {
        ulong next = 0; // the number that is due; 0 when it is not known
        long offset = Math.Min(WalFormat.HeaderLength, bytes.Length);
        bool hasHeader = bytes.Length >= WalFormat.HeaderLength
            && WalFormat.TryReadHeader(bytes.Slice(0, WalFormat.HeaderLength), out _, out long actual, out next)
            && actual == number;
        if (hasHeader)
        {
            due(next);
        }
        else
        {
            next = 0;
            damage(0, offset);
        }

        long budget = bytes.Length * MaxHashing;
        while (offset < bytes.Length)
        {
            long start = offset;
            WalRecordHeader header = default;
            while (offset < bytes.Length && !IsRecord(bytes, number, offset, next, ref budget, out header))
                offset++;
            if (offset > start)
                damage(start, offset);
            if (offset == bytes.Length)
                return;
            offset += WalFormat.RecordHeaderLength;
            if (header.IsMark)
            {
                next = header.Sequence + 1;
                due(next);
            }
            else
            {
                record(header.Sequence, bytes.Slice(offset, (int)header.Length));
                next = header.Sequence + 1;
                offset += header.Length;
            }
        }
    }

    private static bool IsRecord(WalBytes bytes, long number, long offset, ulong next, ref long budget, out WalRecordHeader header)
    {
        header = default;
        long remaining = bytes.Length - offset - WalFormat.RecordHeaderLength;
        if (remaining < 0)
            return false;
        header = WalFormat.ReadRecordHeader(bytes.Slice(offset, WalFormat.RecordHeaderLength));

        // a mark repeats the number before it, of which the first file may have none
        ulong lowest = header.IsMark && next > 0 ? next - 1 : next;
        bool mayBe = header.Length <= remaining && header.Length <= WalFormat.MaxPayloadLength
            && header.FitsAt(offset)
            && header.Sequence >= lowest && (next == 0 || header.Sequence - lowest <= (ulong)bytes.Length);
        if (!mayBe || budget < 0)
            return false;
        budget -= WalFormat.RecordHeaderLength + header.Length;
        return WalFormat.IsIntact(bytes.Slice(offset, WalFormat.RecordHeaderLength + (int)header.Length), number);
    }
}
