namespace Zvec.Engine.Storage;

/// <summary>The bytes of a file in memory, until disposed. The address is aligned to a page, and bytes are read from disk when
/// touched.</summary>
internal unsafe interface IMappedFile : IDisposable
{
    string Path { get; }

    long Length { get; }

    byte* Pointer { get; }

    /// <summary>Copies bytes of a file that is large enough for it to matter that touching a byte keeps its page, and those around it, in
    /// the process's memory.</summary>
    /// <returns>False when the file is not: its bytes are to be read where they are mapped.</returns>
    bool TryRead(long offset, Span<byte> bytes) => false;

    /// <summary>Gives memory back that touched bytes take, of a large file; they are read again when they are touched again. Others may be
    /// reading them meanwhile.</summary>
    void Forget(long offset, long length)
    {
    }
}
