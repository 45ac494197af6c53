using Zvec.Engine.Storage;

namespace Zvec.Engine.Wal;

/// <summary>The bytes of a log file, read at once or mapped. The map, if there is one, belongs to the caller.</summary>
internal sealed class WalBytes
{
    private readonly byte[]? _read;
    private readonly IMappedFile? _map;

    public WalBytes(string path, byte[] read)
    {
        Path = path;
        Length = read.Length;
        _read = read;
    }

    public WalBytes(string path, IMappedFile map)
    {
        Path = path;
        Length = map.Length;
        _map = map;
    }

    public string Path { get; }

    public long Length { get; }

    public ReadOnlySpan<byte> Slice(long offset, int length) =>
        _read is not null ? _read.AsSpan(checked((int)offset), length) : _map!.Slice(offset, length);
}
