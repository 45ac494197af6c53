namespace Zvec.Engine.Storage;

internal static class MappedFiles
{
    /// <summary>Bytes of a mapped file, checked to lie inside it; valid until the file is disposed.</summary>
    public static unsafe ReadOnlySpan<byte> Slice(this IMappedFile file, long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > file.Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes from there lie outside a file "
                + $"of {file.Length} bytes.");
        return new ReadOnlySpan<byte>(file.Pointer + offset, length);
    }

    /// <summary>The bytes as a stream that can seek; valid until the file is disposed.</summary>
    public static unsafe Stream AsStream(this IMappedFile file) => new UnmanagedMemoryStream(file.Pointer, file.Length);
}
