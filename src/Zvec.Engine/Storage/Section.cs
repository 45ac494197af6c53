using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Storage;

/// <summary>One section of a mapped <see cref="SectionFileReader">section file</see>: aligned to 64 bytes, valid until the file is
/// disposed.</summary>
internal readonly unsafe struct Section(byte* pointer, long length, string path)
{
    public byte* Pointer => pointer;

    /// <summary>The section's size, in bytes.</summary>
    public long Length => length;

    /// <summary>The file, for messages.</summary>
    public string Path => path;

    /// <summary>Memory that is read like a section of a file, until the buffer is freed.</summary>
    public static Section Over(NativeBuffer buffer) => new(buffer.Pointer, buffer.Length, "(memory)");

    /// <summary>The section as elements of one type, of which there must be exactly <paramref name="count"/>.</summary>
    public ReadOnlySpan<T> AsSpan<T>(int count)
        where T : unmanaged
    {
        if ((long)count * sizeof(T) != length)
            throw SectionFileReader.Corrupt(path, $"a section has {length} bytes where {count} elements of "
                + $"{sizeof(T)} bytes were expected");
        return new ReadOnlySpan<T>(pointer, count);
    }

    public ReadOnlySpan<byte> Slice(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > length - count)
            throw SectionFileReader.Corrupt(path, $"bytes {offset} to {offset + count} were asked of a section of {length} bytes");
        return new ReadOnlySpan<byte>(pointer + offset, count);
    }

    /// <summary>Reads element <paramref name="index"/> of a section of little-endian elements.</summary>
    public T Read<T>(long index)
        where T : unmanaged
        => MemoryMarshal.Read<T>(Slice(index * sizeof(T), sizeof(T)));
}
