namespace Zvec.Engine.Storage;

/// <summary>The bytes of a file in memory, until disposed. The address is aligned to a page, and bytes are read from disk when
/// touched.</summary>
internal unsafe interface IMappedFile : IDisposable
{
    string Path { get; }

    long Length { get; }

    byte* Pointer { get; }
}
