using Zvec.Engine.Storage;

namespace Zvec.Engine.Wal;

/// <summary>Reads a log file back, and tells a write that was cut short from damage.</summary>
/// <remarks>
/// The first record that is not valid ends the log. It is taken for a torn write, which nobody was promised, if it is in the last file and
/// no valid record behind it says that the place had been synced. Otherwise it is damage to what was promised. Valid records behind a torn
/// one are not a contradiction: before a sync the system writes pages in any order.
/// </remarks>
internal static class WalRecovery
{
    /// <summary>Files up to this size are read at once; a mapped file that another process cuts meanwhile would end this one.</summary>
    private const long MaxReadBytes = 1L << 30;

    /// <summary>How often, on average, a byte may be hashed in the search for records behind damage.</summary>
    private const int MaxHashing = 8;

    /// <summary>The highest number of a first record, which leaves room to count on.</summary>
    private const ulong MaxSequence = 1UL << 62;

    public delegate void RecordHandler(ulong sequence, ReadOnlySpan<byte> payload);

    /// <summary>Hands the payloads of a file to <paramref name="handler"/>, in order.</summary>
    /// <param name="fileSystem">Where the file is.</param>
    /// <param name="directory">The folder of log files.</param>
    /// <param name="number">The file's number.</param>
    /// <param name="expectedSequence">The sequence number that must come first; null for any.</param>
    /// <param name="isLast">Whether no log file follows it: only then can its end be torn.</param>
    /// <param name="handler">Takes each payload, valid during the call.</param>
    /// <exception cref="ZvecException">The file is damaged, or from a newer version.</exception>
    public static WalRecoveryResult Read(
        IFileSystem fileSystem, string directory, long number, ulong? expectedSequence, bool isLast, RecordHandler handler) =>
        Read(fileSystem, directory, number, start: 0, expectedSequence, isLast, handler);

    /// <summary>Hands the payloads of a file from some place on to <paramref name="handler"/>, in order.</summary>
    /// <param name="fileSystem">Where the file is.</param>
    /// <param name="directory">The folder of log files.</param>
    /// <param name="number">The file's number.</param>
    /// <param name="start">The end of a record up to which the file was read before; 0 for the whole file.</param>
    /// <param name="expectedSequence">The sequence number that must come first; null, for a whole file, for any.</param>
    /// <param name="isLast">Whether no log file follows it: only then can its end be torn.</param>
    /// <param name="handler">Takes each payload, valid during the call.</param>
    /// <exception cref="ZvecException">The file is damaged, or from a newer version.</exception>
    public static WalRecoveryResult Read(
        IFileSystem fileSystem,
        string directory,
        long number,
        long start,
        ulong? expectedSequence,
        bool isLast,
        RecordHandler handler)
    {
        string path = WalFiles.PathOf(directory, number);
        if (fileSystem.GetLength(path) - start > MaxReadBytes)
        {
            using IMappedFile map = fileSystem.Map(path);
            return Read(new WalBytes(path, map), number, start, expectedSequence, isLast, handler);
        }

        var bytes = new WalBytes(path, fileSystem.ReadAllBytes(path, start), start);
        return Read(bytes, number, start, expectedSequence, isLast, handler);
    }

    private static WalRecoveryResult Read(
        WalBytes bytes, long number, long start, ulong? expectedSequence, bool isLast, RecordHandler handler)
    {
        ulong sequence = expectedSequence ?? 0;
        if (start > 0)
            return ReadRecords(bytes, number, start, sequence, isLast, handler);
        if (!TryReadHeader(bytes, number, isLast, out sequence))
        {
            return new WalRecoveryResult(
                number, HasHeader: false, 0, bytes.Length, 0, expectedSequence ?? 1, SyncedLength: 0, HasEnd: false);
        }

        if (expectedSequence is { } expected && sequence != expected)
        {
            throw SectionFileReader.Corrupt(
                bytes.Path,
                $"it begins with record {sequence} where record {expected} was expected, "
                    + "so that a log file is missing or has lost its end");
        }

        return ReadRecords(bytes, number, WalFormat.HeaderLength, sequence, isLast, handler);
    }

    private static WalRecoveryResult ReadRecords(
        WalBytes bytes, long number, long offset, ulong sequence, bool isLast, RecordHandler handler)
    {
        long records = 0;
        long synced = 0;
        bool hasEnd = false;
        while (TryReadRecord(bytes, number, offset, out WalRecordHeader header))
        {
            ulong due = header.IsMark ? sequence - 1 : sequence;
            if (header.Sequence != due || !header.FitsAt(offset) || hasEnd)
                throw SectionFileReader.Corrupt(bytes.Path, $"record {header.Sequence} is at byte {offset} where "
                    + $"record {due} was expected");
            synced = Math.Max(synced, header.Synced);
            hasEnd = header.IsEnd(offset);
            offset += WalFormat.RecordHeaderLength;
            if (!header.IsMark)
            {
                handler(sequence++, bytes.Slice(offset, (int)header.Length));
                offset += header.Length;
                records++;
            }
        }

        if (offset < bytes.Length)
            CheckTorn(bytes, number, offset, sequence, isLast);
        return new WalRecoveryResult(number, HasHeader: true, offset, bytes.Length, records, sequence, synced, hasEnd);
    }

    private static bool TryReadHeader(WalBytes bytes, long number, bool isLast, out ulong firstSequence)
    {
        firstSequence = 0;
        bool isWhole = bytes.Length >= WalFormat.HeaderLength;
        if (isWhole
            && WalFormat.TryReadHeader(bytes.Slice(0, WalFormat.HeaderLength), out ushort version, out long actual, out firstSequence))
        {
            if (version > WalFormat.Version)
            {
                throw new ZvecException(
                    ZvecErrorCode.UnsupportedFormat,
                    $"The file '{bytes.Path}' has format version {version} and this version of Zvec reads up to {WalFormat.Version}. "
                        + "Open it with a newer Zvec.");
            }

            if (actual != number || firstSequence is 0 or > MaxSequence)
            {
                throw SectionFileReader.Corrupt(
                    bytes.Path, $"it is log file {actual}, from record {firstSequence} on, under the name of log file {number}");
            }
            return true;
        }

        // the header is synced before anything is appended, so that a bad one with something behind it was good once
        if (!isLast || bytes.Length > WalFormat.HeaderLength)
            throw SectionFileReader.Corrupt(bytes.Path, "its header is not valid");
        return false;
    }

    private static bool TryReadRecord(WalBytes bytes, long number, long offset, out WalRecordHeader header)
    {
        header = default;
        long remaining = bytes.Length - offset - WalFormat.RecordHeaderLength;
        if (remaining < 0)
            return false;
        header = WalFormat.ReadRecordHeader(bytes.Slice(offset, WalFormat.RecordHeaderLength));
        return header.Length <= WalFormat.MaxPayloadLength
            && header.Length <= remaining
            && WalFormat.IsIntact(bytes.Slice(offset, WalFormat.RecordHeaderLength + (int)header.Length), number);
    }

    /// <summary>Returns when the bytes from <paramref name="damage"/> on may be a torn write.</summary>
    private static void CheckTorn(WalBytes bytes, long number, long damage, ulong sequence, bool isLast)
    {
        if (!isLast)
        {
            // No more than a mark, written when the next file was there: that begins with the record that is due, or is refused.
            if (bytes.Length - damage <= WalFormat.RecordHeaderLength)
                return;
            throw SectionFileReader.Corrupt(bytes.Path, $"record {sequence} at byte {damage} is not valid, and another log file follows");
        }

        long budget = (bytes.Length - damage) * MaxHashing;
        for (long offset = damage + 1; offset <= bytes.Length - WalFormat.RecordHeaderLength; offset++)
        {
            // cheap conditions first: nearly all offsets fail them
            WalRecordHeader header = WalFormat.ReadRecordHeader(bytes.Slice(offset, WalFormat.RecordHeaderLength));
            bool mayTell = header.Synced > damage && header.Synced <= offset
                && header.Length <= bytes.Length - offset - WalFormat.RecordHeaderLength && header.Length <= WalFormat.MaxPayloadLength
                && header.Sequence >= sequence && header.Sequence - sequence <= (ulong)(bytes.Length - damage);
            if (!mayTell)
                continue;

            budget -= header.Length;
            if (budget < 0 || WalFormat.IsIntact(bytes.Slice(offset, WalFormat.RecordHeaderLength + (int)header.Length), number))
            {
                throw SectionFileReader.Corrupt(
                    bytes.Path,
                    $"record {sequence} at byte {damage} is not valid, though record {header.Sequence} at byte "
                        + $"{offset} says that it was once");
            }
        }
    }
}
