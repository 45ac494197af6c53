using Zvec.Engine.Storage;

namespace Zvec.Engine.Backups;

/// <summary>An entry of an archive that is being written.</summary>
internal sealed class ArchiveEntryFile(Stream entry, CancellationToken cancellationToken) : IWritableFile
{
    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        entry.Write(bytes);
        Length += bytes.Length;
    }

    // an archive is durable where its stream leads to, which its owner sees to
    public void Sync() => entry.Flush();

    public void Dispose() => entry.Dispose();
}
