namespace Zvec.Engine.Storage;

/// <summary>A file that is written from front to back.</summary>
internal interface IWritableFile : IDisposable
{
    /// <summary>Bytes written so far, those that were there at opening included.</summary>
    long Length { get; }

    /// <summary>Appends bytes and hands them to the operating system before it returns.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when the bytes are on the device.</summary>
    void Sync();
}
