using BenchmarkDotNet.Attributes;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Benchmarks.Kernels;

/// <summary>Appends to the write-ahead log on the device of the temporary folder: one record of the given size, left to the operating
/// system or synced.</summary>
public class LogAppendBenchmarks : IDisposable
{
    /// <summary>Where the file is replaced, so that a long run does not fill the device.</summary>
    private const long LongestFile = 1L << 30;

    private static readonly PhysicalFileSystem FileSystem = PhysicalFileSystem.Instance;

    private string _folder = "";
    private ReadOnlyMemory<byte> _payload;
    private WriteAheadLog _log = null!;

    [Params(100, 4096)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("zvec-log-").FullName;
        byte[] payload = new byte[Bytes];
        new Random(1).NextBytes(payload);
        _payload = payload;
        _log = WriteAheadLog.Create(FileSystem, _folder, number: 1, firstSequence: 1);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public ulong Append()
    {
        if (_log.Length > LongestFile)
            Replace();
        return _log.Append(_payload);
    }

    [Benchmark]
    public ulong AppendAndSync()
    {
        ulong sequence = _log.Append(_payload);
        _log.Sync();
        return sequence;
    }

    private void Replace()
    {
        WriteAheadLog next = WriteAheadLog.Create(FileSystem, _folder, _log.Number + 1, _log.NextSequence);
        _log.Dispose();
        File.Delete(_log.Path);
        _log = next;
    }
}
