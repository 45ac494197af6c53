using Zvec.Engine.Storage;

namespace Zvec.Engine.Wal;

/// <summary>Reads a log that another process may be writing, and each time only what was added since.</summary>
/// <remarks>A writer completes a file before it makes the next one, so that only the last file can end in a record that is half visible;
/// to a reader, that is simply the end. A file without its header counts as not made yet.</remarks>
internal sealed class LogReader(IFileSystem fileSystem, string folder, long first)
{
    private long _file = first;
    private long _offset;
    private ulong? _nextSequence;
    private long _earlierBytes;
    private bool _hasEnd; // the file says that another follows

    /// <summary>The sequence number that the next record will have; 0 before the first file was read.</summary>
    public ulong NextSequence => _nextSequence ?? 0;

    /// <summary>Bytes that were read in all files.</summary>
    public long TotalBytes => _earlierBytes + _offset;

    /// <summary>Hands on the records that were added since the last time, in order.</summary>
    /// <returns>Whether there were any.</returns>
    /// <exception cref="ZvecException">A file is damaged, missing, shorter than it was, or from a newer version. What was handed on by then
    /// stands, and the reader is not to be used any more.</exception>
    public bool Read(LogRecordHandler handler)
    {
        long[] numbers = [.. WalFiles.List(fileSystem, folder).Where(number => number >= _file)];
        int count = numbers.Length;
        if (count > 1 && !HasHeader(WalFiles.PathOf(folder, numbers[^1])))
            count--;
        if (count == 0)
            throw SectionFileReader.Corrupt(WalFiles.PathOf(folder, _file), "it is missing, although the manifest names it");
        long from = _file;
        long records = 0;
        for (int i = 0; i < count; i++)
        {
            if (numbers[i] != from + i)
                throw SectionFileReader.Corrupt(WalFiles.PathOf(folder, from + i), "it is missing, although a later log file is there");
            records += ReadFile(numbers[i], isLast: i == count - 1, handler);
        }

        if (_hasEnd)
            throw LogFiles.MissingAfter(folder, _file);
        return records > 0;
    }

    private long ReadFile(long number, bool isLast, LogRecordHandler handler)
    {
        string path = WalFiles.PathOf(folder, number);
        if (number != _file)
        {
            _earlierBytes += _offset;
            (_file, _offset, _hasEnd) = (number, 0, false);
        }

        long length = fileSystem.GetLength(path);
        if (length < _offset)
            throw SectionFileReader.Corrupt(path, $"it has {length} bytes, fewer than the {_offset} that were read before");
        if (length == _offset && _offset > 0)
            return 0;
        WalRecoveryResult result = WalRecovery.Read(
            fileSystem, folder, number, _offset, _nextSequence, isLast, (_, payload) => handler(payload, path));
        if (!result.HasHeader)
            return 0;
        _offset = result.ValidLength;
        _hasEnd = result.HasEnd;
        _nextSequence = result.NextSequence;
        return result.Records;
    }

    /// <summary>Whether the writer has finished making a file, from when on it may follow another.</summary>
    private bool HasHeader(string path)
    {
        long length = fileSystem.GetLength(path);
        return length > WalFormat.HeaderLength
            || (length == WalFormat.HeaderLength
                && WalFormat.TryReadHeader(fileSystem.ReadAllBytes(path).AsSpan(0, WalFormat.HeaderLength), out _, out _, out _));
    }
}
