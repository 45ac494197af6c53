using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Wal;

/// <summary>One log file that is being written: payloads that are opaque here, each with a sequence number. It owns the file.</summary>
/// <remarks>
/// One thread at a time appends, and one at a time syncs; the two may run side by side, and a sync covers what was appended before it
/// began. After a failure nobody can tell what is in the file, so that every later call is refused: the collection is opened anew, which
/// reads what is really there.
/// </remarks>
internal sealed class WriteAheadLog : IDisposable
{
    private const int KeptBufferBytes = 4 << 20;

    private readonly Lock _appending = new();
    private readonly IWritableFile _file;
    private readonly string _path;
    private readonly long _number;
    private ByteWriter _buffer = new(1 << 16);
    private long _synced; // what records claim: a mark is not in it before the next sync
    private long _clean; // the length at which there is nothing to sync
    private Exception? _failure;

    private WriteAheadLog(IWritableFile file, string path, long number, ulong nextSequence)
    {
        _file = file;
        _path = path;
        _number = number;
        NextSequence = nextSequence;
        _synced = _clean = file.Length;
    }

    /// <summary>The file's number.</summary>
    public long Number => _number;

    /// <summary>The file's path.</summary>
    public string Path => _path;

    /// <summary>The sequence number that the next payload gets.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _file.Length;

    /// <summary>Bytes of the buffer that is kept for further records; for the appending thread.</summary>
    public int BufferBytes => _buffer.Capacity;

    /// <summary>Makes a new log file, which is on the device with its name when this returns.</summary>
    /// <param name="fileSystem">Where to make it.</param>
    /// <param name="directory">The folder of log files, which exists.</param>
    /// <param name="number">The file's number, never used before.</param>
    /// <param name="firstSequence">The sequence number of its first payload, 1 or more: that after the last one of the file before.</param>
    public static WriteAheadLog Create(IFileSystem fileSystem, string directory, long number, ulong firstSequence)
    {
        ArgumentOutOfRangeException.ThrowIfZero(firstSequence);
        string path = WalFiles.PathOf(directory, number);
        IWritableFile file = fileSystem.Create(path);
        try
        {
            Span<byte> header = stackalloc byte[WalFormat.HeaderLength];
            WalFormat.WriteHeader(header, number, firstSequence);
            file.Write(header);
            file.Sync();
            fileSystem.SyncDirectory(directory);
            return new WriteAheadLog(file, path, number, firstSequence);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with a log file behind what <see cref="WalRecovery"/> found valid in it; what is behind that is cut off,
    /// durably.</summary>
    public static WriteAheadLog OpenAppend(IFileSystem fileSystem, string path, WalRecoveryResult recovered)
    {
        if (!recovered.HasHeader)
            throw new ArgumentException($"The log file '{path}' has no header; delete it and create it again.", nameof(recovered));
        IWritableFile file = fileSystem.OpenAppend(path, recovered.AppendAt);
        try
        {
            // also for what is valid: recovery promises it to readers from now on, and it may not have been synced
            file.Sync();
            var log = new WriteAheadLog(file, path, recovered.Number, recovered.NextSequence);
            if (file.Length > WalFormat.HeaderLength)
                log.WriteMark(file.Length);
            return log;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends payloads, all in one write; they are durable after <see cref="Sync"/>.</summary>
    /// <returns>The sequence number of the first; the others follow it.</returns>
    /// <exception cref="ZvecException">The log failed before (<see cref="ZvecErrorCode.ReadOnly"/>), or a payload
    /// is too large (<see cref="ZvecErrorCode.ResourceExhausted"/>).</exception>
    /// <exception cref="IOException">The write failed; the log takes no more.</exception>
    public ulong Append(params ReadOnlySpan<ReadOnlyMemory<byte>> payloads)
    {
        lock (_appending)
        {
            ThrowIfFailed();
            long synced = Volatile.Read(ref _synced);
            ulong first = NextSequence;
            ulong sequence = first;
            if (payloads.IsEmpty)
                return first;
            CheckLengths(payloads);
            _buffer.Clear();
            foreach (ReadOnlyMemory<byte> payload in payloads)
            {
                Span<byte> record = _buffer.Reserve(WalFormat.RecordHeaderLength + payload.Length);
                payload.Span.CopyTo(record[WalFormat.RecordHeaderLength..]);
                WalFormat.SealRecord(record, _number, sequence++, synced);
            }

            Guarded(() => _file.Write(_buffer.Written));
            NextSequence = sequence;
            if (_buffer.Length > KeptBufferBytes)
                _buffer = new ByteWriter(1 << 16);
            return first;
        }
    }

    /// <summary>Returns when all that was appended before is on the device.</summary>
    /// <exception cref="ZvecException">The log failed before (<see cref="ZvecErrorCode.ReadOnly"/>).</exception>
    /// <exception cref="IOException">The sync failed; the log takes no more.</exception>
    public void Sync()
    {
        long length;
        lock (_appending)
        {
            ThrowIfFailed();
            length = _file.Length;
        }

        if (length == Volatile.Read(ref _clean))
            return;
        Guarded(_file.Sync);
        Volatile.Write(ref _synced, length);
        Volatile.Write(ref _clean, length);
        Mark(length);
    }

    /// <summary>Returns when the whole file, the last mark included, is on the device: from then on another file may follow it. Nothing is
    /// appended afterwards.</summary>
    /// <exception cref="ZvecException">The log failed before (<see cref="ZvecErrorCode.ReadOnly"/>).</exception>
    /// <exception cref="IOException">The sync failed.</exception>
    public void Complete()
    {
        ThrowIfFailed();
        Guarded(_file.Sync);
    }

    /// <summary>Notes that another file follows, which is on the device by now: its loss is noticed then. Nothing is appended
    /// afterwards.</summary>
    public void End()
    {
        Span<byte> end = stackalloc byte[WalFormat.RecordHeaderLength];
        WalFormat.SealRecord(end, _number, NextSequence - 1, _file.Length + WalFormat.RecordHeaderLength);
        try
        {
            _file.Write(end);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // All records are on the device, and so is the next file.
        }
    }

    /// <summary>Takes no more records, as after a failure.</summary>
    public void Refuse(Exception cause) => Volatile.Write(ref _failure, cause);

    public void Dispose() => _file.Dispose();

    /// <summary>Notes in the file what was synced, unless the next record is there already and will be followed by a sync of its own.
    /// Recovery then knows that what is damaged before it was whole once. The mark itself need not be durable.</summary>
    private void Mark(long length)
    {
        lock (_appending)
        {
            if (_failure is not null || _file.Length != length)
                return;
            try
            {
                WriteMark(length);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // what was asked for is synced and stands; only what comes later is refused
                Volatile.Write(ref _failure, exception);
            }
        }
    }

    private void WriteMark(long length)
    {
        Span<byte> mark = stackalloc byte[WalFormat.RecordHeaderLength];
        WalFormat.SealRecord(mark, _number, NextSequence - 1, length);
        _file.Write(mark);
        Volatile.Write(ref _clean, _file.Length);
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Volatile.Write(ref _failure, exception);
            throw;
        }
    }

    private void CheckLengths(ReadOnlySpan<ReadOnlyMemory<byte>> payloads)
    {
        long total = 0;
        foreach (ReadOnlyMemory<byte> payload in payloads)
        {
            if (payload.Length is 0 or > WalFormat.MaxPayloadLength)
            {
                throw new ZvecException(
                    ZvecErrorCode.ResourceExhausted,
                    $"A record of {payload.Length} bytes cannot be logged in '{_path}'; use 1 to {WalFormat.MaxPayloadLength} bytes.");
            }

            total += WalFormat.RecordHeaderLength + payload.Length;
        }

        if (total > Array.MaxLength)
        {
            throw new ZvecException(
                ZvecErrorCode.ResourceExhausted,
                $"{payloads.Length} records of {total} bytes together cannot be logged in '{_path}' at once; "
                    + "write fewer documents in a call.");
        }
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw new ZvecException(
                ZvecErrorCode.ReadOnly,
                $"The log '{_path}' could not be written before ({failure.Message}) and takes no more records; "
                    + "when the cause is removed, open the collection again.",
                failure);
        }
    }
}
