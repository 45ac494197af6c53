using System.IO.MemoryMappedFiles;

namespace Zvec.Crash.Worker;

/// <summary>The number of acknowledged calls of each writer, in memory that several processes share: it outlives a writer that is killed.
/// </summary>
internal sealed class Acknowledgements : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="path">The file behind the memory, made when missing.</param>
    /// <param name="writers">The number of writers.</param>
    public Acknowledgements(string path, int writers)
    {
        long length = writers * sizeof(long);
        using (FileStream file = File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            if (file.Length < length)
                file.SetLength(length);
        }

        Writers = writers;
        _file = MemoryMappedFile.CreateFromFile(
            File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite),
            mapName: null, length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, length);
    }

    public int Writers { get; }

    public void Set(int writer, long calls)
    {
        Thread.MemoryBarrier();
        _view.Write(writer * sizeof(long), calls);
    }

    /// <summary>The acknowledged calls of each writer.</summary>
    public long[] Read()
    {
        long[] calls = [.. Enumerable.Range(0, Writers).Select(writer => _view.ReadInt64(writer * sizeof(long)))];
        Thread.MemoryBarrier();
        return calls;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
