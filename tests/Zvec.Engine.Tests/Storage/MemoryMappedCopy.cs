using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

/// <summary>A copy of a file's bytes in native memory. Use after disposal is use of freed memory, as with a real map.</summary>
internal sealed unsafe class MemoryMappedCopy : IMappedFile
{
    private readonly NativeBuffer _buffer;
    private Action? _unmapped;

    /// <param name="path">The file.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="unmapped">Called once, when the map is disposed.</param>
    public MemoryMappedCopy(string path, ReadOnlySpan<byte> content, Action? unmapped = null)
    {
        Path = path;
        Length = content.Length;
        _unmapped = unmapped;
        _buffer = new NativeBuffer(content.Length);
        content.CopyTo(_buffer.Slice(0, content.Length));
    }

    public string Path { get; }

    public long Length { get; }

    public byte* Pointer => _buffer.Pointer;

    public void Dispose()
    {
        _buffer.Dispose();
        Interlocked.Exchange(ref _unmapped, null)?.Invoke();
    }
}
