using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Zvec.Engine.Storage;

/// <summary>A mapped file of the disk. Only the view is kept: the mapping outlives the file's handle, so that many files can be mapped at
/// once.</summary>
/// <remarks>Files that are mapped are never cut: touching a page behind the new end would end the process.</remarks>
internal sealed unsafe class PhysicalMappedFile : IMappedFile
{
    private readonly MemoryMappedViewAccessor? _view;
    private int _disposed;

    public PhysicalMappedFile(string path)
    {
        Path = path;
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(handle);
        if (Length == 0)
            return; // no system maps an empty file

        using var map = MemoryMappedFile.CreateFromFile(
            handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        Pointer = pointer + _view.PointerOffset;
    }

    public string Path { get; }

    public long Length { get; }

    public byte* Pointer { get; private set; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Pointer = null;
        if (_view is null)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }
}
