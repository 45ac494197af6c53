using Zvec.Engine.Storage;

namespace Zvec.Engine.Wal;

/// <summary>The bytes of a log file, or those from some place on, read at once or mapped. Places are counted from the beginning of the
/// file. The map, if there is one, belongs to the caller.</summary>
internal sealed class WalBytes
{
    private readonly byte[]? _read;
    private readonly IMappedFile? _map;
    private readonly long _start;

    public WalBytes(string path, byte[] read, long start = 0)
    {
        Path = path;
        Length = start + read.Length;
        _read = read;
        _start = start;
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
        _read is not null ? _read.AsSpan(checked((int)(offset - _start)), length) : _map!.Slice(offset, length);
}
