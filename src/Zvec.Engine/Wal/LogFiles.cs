using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Wal;

/// <summary>Takes one record of the log.</summary>
/// <param name="payload">What was logged.</param>
/// <param name="path">The file that holds it, for messages.</param>
internal delegate void LogRecordHandler(ReadOnlySpan<byte> payload, string path);

/// <summary>The log of a collection: numbered files, of which the newest is appended to. Files before the one that the manifest names are
/// of no more use.</summary>
/// <remarks>The caller sees to it that one thread at a time adds, writes, syncs and rolls; <see cref="DeleteBefore"/> and
/// <see cref="TotalBytes"/> may be called by any.</remarks>
internal sealed class LogFiles : IDisposable
{
    private const int KeptBufferBytes = 4 << 20;
    private const int PieceBytes = 1 << 20;

    private readonly IFileSystem _fileSystem;
    private readonly string _folder;
    private readonly List<Range> _pendingRecords = [];
    private readonly Dictionary<long, long> _earlierFiles;
    private readonly FileRemoval _removal;
    private ByteWriter _pending = new(1 << 16);
    private WriteAheadLog _current;

    private LogFiles(
        IFileSystem fileSystem, string folder, WriteAheadLog current, Dictionary<long, long> earlierFiles, FileRemoval removal)
    {
        _fileSystem = fileSystem;
        _folder = folder;
        _current = current;
        _earlierFiles = earlierFiles;
        _removal = removal;
    }

    /// <summary>Bytes that were added and not yet written.</summary>
    public int PendingBytes => _pending.Length;

    /// <summary>Bytes of the buffers that are kept for further records.</summary>
    public long BufferBytes => _pending.Capacity + _current.BufferBytes;

    /// <summary>Bytes of the file that is appended to.</summary>
    public long CurrentBytes => _current.Length;

    /// <summary>Bytes of all files.</summary>
    public long TotalBytes
    {
        get
        {
            lock (_earlierFiles)
                return _earlierFiles.Values.Sum() + _current.Length;
        }
    }

    /// <summary>Begins the log of a new collection with one file, durably.</summary>
    /// <param name="fileSystem">Where to make it.</param>
    /// <param name="folder">The folder of its files, which exists; files that another collection left there stay.</param>
    /// <returns>The number of the file: 1 in an empty folder.</returns>
    public static long Create(IFileSystem fileSystem, string folder)
    {
        long number = WalFiles.List(fileSystem, folder).DefaultIfEmpty(0).Max() + 1;
        WriteAheadLog.Create(fileSystem, folder, number, firstSequence: 1).Dispose();
        return number;
    }

    /// <summary>Reads the log back, cuts off a write that was cut short, and goes on behind it. Files of no more use are deleted.</summary>
    /// <param name="fileSystem">Where the log is.</param>
    /// <param name="folder">The folder of its files, which exists.</param>
    /// <param name="first">The first file that is needed.</param>
    /// <param name="handler">Takes the records, in order.</param>
    /// <exception cref="ZvecException">A file is damaged, missing, or from a newer version.</exception>
    public static LogFiles OpenForWriting(IFileSystem fileSystem, string folder, long first, LogRecordHandler handler)
    {
        var lengths = new Dictionary<long, long>();
        WalRecoveryResult last = Replay(fileSystem, folder, first, handler, lengths);
        var removal = new FileRemoval(fileSystem);
        IEnumerable<string> unfinished =
            fileSystem.GetFiles(folder).Where(path => path.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal));
        foreach (string path in unfinished)
            removal.DeleteFile(path);
        foreach (long number in WalFiles.List(fileSystem, folder).Where(number => number < first))
            removal.DeleteFile(WalFiles.PathOf(folder, number));
        lengths.Remove(last.Number);
        string lastPath = WalFiles.PathOf(folder, last.Number);
        if (!last.HasHeader)
        {
            fileSystem.DeleteFile(lastPath);
            var created = WriteAheadLog.Create(fileSystem, folder, last.Number, last.NextSequence);
            return new LogFiles(fileSystem, folder, created, lengths, removal);
        }

        // A process that died may have made the file and not synced the folder.
        if (last.IsSynced)
            fileSystem.SyncDirectory(folder);
        else
            WriteAnew(fileSystem, lastPath, last.ValidLength);
        return new LogFiles(fileSystem, folder, WriteAheadLog.OpenAppend(fileSystem, lastPath, last), lengths, removal);
    }

    /// <summary>Whether a file of the log holds more than its header.</summary>
    public static bool HoldRecords(IFileSystem fileSystem, string folder) =>
        WalFiles.List(fileSystem, folder).Any(number => fileSystem.GetLength(WalFiles.PathOf(folder, number)) > WalFormat.HeaderLength);

    /// <summary>Adds a record to those that are written next.</summary>
    public void Add(ReadOnlySpan<byte> payload)
    {
        _pendingRecords.Add(new Range(_pending.Length, _pending.Length + payload.Length));
        _pending.WriteBytes(payload);
    }

    /// <summary>Hands the records that were added to the operating system.</summary>
    public void WritePending()
    {
        if (_pendingRecords.Count == 0)
            return;
        ReadOnlyMemory<byte> bytes = _pending.WrittenMemory;
        _current.Append([.. _pendingRecords.Select(record => bytes[record])]);
        _pendingRecords.Clear();
        _pending.Clear();
        if (bytes.Length > KeptBufferBytes)
            _pending = new ByteWriter(1 << 16);
    }

    /// <summary>Returns when all that was written is on the device.</summary>
    public void Sync() => _current.Sync();

    /// <summary>Begins a new file.</summary>
    /// <returns>Its number.</returns>
    public long Roll()
    {
        // A file that is followed by another must be whole, whatever was asked of its last writes.
        _current.Complete();
        WriteAheadLog next = CreateNext();
        _current.End();
        lock (_earlierFiles)
        {
            _earlierFiles.Add(_current.Number, _current.Length);
            _current.Dispose();
            _current = next;
        }

        return next.Number;
    }

    /// <summary>Deletes the files before one.</summary>
    public void DeleteBefore(long first)
    {
        lock (_earlierFiles)
        {
            _removal.TryAgain();
            foreach (long number in _earlierFiles.Keys.Where(number => number < first).ToArray())
            {
                _removal.DeleteFile(WalFiles.PathOf(_folder, number));
                _earlierFiles.Remove(number);
            }
        }
    }

    public void Dispose() => _current.Dispose();

    private WriteAheadLog CreateNext()
    {
        long number = _current.Number + 1;
        try
        {
            return WriteAheadLog.Create(_fileSystem, _folder, number, _current.NextSequence);
        }
        catch (Exception exception)
        {
            // A file that is half made may be there after a crash, and says that the one before it is whole.
            if (_fileSystem.FileExists(WalFiles.PathOf(_folder, number)))
                _current.Refuse(exception);
            throw;
        }
    }

    /// <summary>Writes a file again whose end was perhaps never synced. A sync now would not do: after one that failed the system may show
    /// bytes that it has given up writing, and call the next sync a success.</summary>
    private static void WriteAnew(IFileSystem fileSystem, string path, long length) => AtomicFile.Write(fileSystem, path, file =>
    {
        using IMappedFile map = fileSystem.Map(path);
        for (long offset = 0; offset < length; offset += PieceBytes)
            file.Write(map.Slice(offset, (int)Math.Min(length - offset, PieceBytes)));
    });

    /// <summary>The damage of a log whose last file says that another follows.</summary>
    public static ZvecException MissingAfter(string folder, long number) =>
        SectionFileReader.Corrupt(
            WalFiles.PathOf(folder, number + 1), "it or its header is missing, although the log file before it says that it was there");

    private static WalRecoveryResult Replay(
        IFileSystem fileSystem, string folder, long first, LogRecordHandler handler, Dictionary<long, long> lengths)
    {
        long[] numbers = [.. WalFiles.List(fileSystem, folder).Where(number => number >= first)];
        if (numbers.Length == 0)
            throw SectionFileReader.Corrupt(WalFiles.PathOf(folder, first), "it is missing, although the manifest names it");
        WalRecoveryResult? last = null;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != first + i)
                throw SectionFileReader.Corrupt(WalFiles.PathOf(folder, first + i), "it is missing, although a later log file is there");
            string path = WalFiles.PathOf(folder, numbers[i]);
            bool wasWhole = last?.HasEnd == true;
            last = WalRecovery.Read(
                fileSystem, folder, numbers[i], last?.NextSequence, isLast: i == numbers.Length - 1,
                (_, payload) => handler(payload, path));
            if (wasWhole && !last.Value.HasHeader)
                throw MissingAfter(folder, numbers[i - 1]);
            lengths.Add(numbers[i], last.Value.FileLength);
        }

        if (last!.Value.HasEnd)
            throw MissingAfter(folder, last.Value.Number);
        return last.Value;
    }
}
