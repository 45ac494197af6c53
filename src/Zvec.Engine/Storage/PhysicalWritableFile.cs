using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zvec.Engine.Storage;

/// <summary>A file of the disk that is written from front to back. It owns the stream, and goes around it: nothing is buffered in the
/// process.</summary>
internal sealed partial class PhysicalWritableFile(FileStream stream, long length) : IWritableFile
{
    /// <summary>Bytes that may wait in the system's cache before it is asked to begin with them. What waits until a sync goes out at once
    /// then, and holds up the syncs of other files for as long.</summary>
    private const int WaitingBytes = 1 << 20;

    private const uint BeginWriting = 2; // SYNC_FILE_RANGE_WRITE

    private readonly SafeFileHandle _handle = stream.SafeFileHandle;
    private long _begun = length;

    public long Length { get; private set; } = length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, Length);
        Length += bytes.Length;
        if (Length - _begun >= WaitingBytes && OperatingSystem.IsLinux())
        {
            // Only to begin early: it promises nothing, and whether it worked does not matter.
            _ = SyncFileRange(_handle, _begun, Length - _begun, BeginWriting);
            _begun = Length;
        }
    }

    // fsync; FlushFileBuffers on Windows; F_FULLFSYNC on macOS, where fsync alone leaves the bytes in the drive's cache
    public void Sync()
    {
        RandomAccess.FlushToDisk(_handle);
        _begun = Length;
    }

    public void Dispose() => stream.Dispose();

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);
}
