using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zvec.Engine.Storage;

/// <summary>A mapped file of the disk. Of most files only the view is kept: the mapping outlives the file's handle, so that many can be
/// mapped at once.</summary>
/// <remarks>Files that are mapped are never cut: touching a page behind the new end would end the process.</remarks>
internal sealed unsafe partial class PhysicalMappedFile : IMappedFile
{
    /// <summary>From here on a file is large, and its handle is kept; few are.</summary>
    public const long LargeBytes = 16 << 20;

    /// <summary>Likewise where little memory is to be taken.</summary>
    public const long LargeBytesInSmallMemory = 256 << 10;

    private const int DropPages = 4; // MADV_DONTNEED

    private readonly MemoryMappedViewAccessor? _view;
    private readonly SafeFileHandle? _large;
    private int _disposed;

    public PhysicalMappedFile(string path, long largeBytes = LargeBytes)
    {
        Path = path;
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Length = RandomAccess.GetLength(handle);
            if (Length == 0)
                return; // no system maps an empty file

            using var map = MemoryMappedFile.CreateFromFile(
                handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            byte* pointer = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            Pointer = pointer + _view.PointerOffset;
            if (Length >= largeBytes)
                _large = handle;
        }
        finally
        {
            if (_large is null)
                handle.Dispose();
        }
    }

    public string Path { get; }

    public long Length { get; }

    public byte* Pointer { get; private set; }

    public bool TryRead(long offset, Span<byte> bytes)
    {
        if (_large is null)
            return false;
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(_large, bytes[done..], offset + done);
            if (read == 0)
                throw new EndOfStreamException($"The file '{Path}' ends at byte {offset + done}, and bytes behind were asked for.");
            done += read;
        }

        return true;
    }

    public void Forget(long offset, long length)
    {
        if (_large is null || !OperatingSystem.IsLinux())
            return;

        // whole pages only
        long page = Environment.SystemPageSize;
        long start = (offset + page - 1) / page * page;
        long end = offset + length == Length ? Length : (offset + length) / page * page;
        if (start < end)
            _ = Advise(Pointer + start, (nuint)(end - start), DropPages); // refused at worst, and then the memory stays taken
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Pointer = null;
        _large?.Dispose();
        if (_view is null)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nuint length, int advice);
}
