using Microsoft.Win32.SafeHandles;

namespace Zvec.Engine.Storage;

/// <summary>A file of the disk that is written from front to back. It owns the stream, and goes around it: nothing is buffered in the process.</summary>
internal sealed class PhysicalWritableFile(FileStream stream, long length) : IWritableFile
{
    private readonly SafeFileHandle _handle = stream.SafeFileHandle;

    public long Length { get; private set; } = length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, Length);
        Length += bytes.Length;
    }

    // fsync; FlushFileBuffers on Windows; F_FULLFSYNC on macOS, where fsync alone leaves the bytes in the drive's cache
    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => stream.Dispose();
}
