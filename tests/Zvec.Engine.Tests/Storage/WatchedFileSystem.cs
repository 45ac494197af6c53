using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

/// <summary>A disk as one reader sees it: something can happen before each of its calls, its reads can be made to fail, and what it reads
/// is counted.</summary>
internal sealed class WatchedFileSystem(IFileSystem disk) : IFileSystem
{
    /// <summary>Calls that read, so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Called before each call that reads, with its number from 1.</summary>
    public Action<int>? Before { get; set; }

    /// <summary>The number of the call from which on reads fail; 0 for none.</summary>
    public int FailFrom { get; set; }

    /// <summary>Bytes that were read, files that were mapped aside.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Files that were mapped.</summary>
    public List<string> Mapped { get; } = [];

    public bool FileExists(string path) => Read(() => disk.FileExists(path));

    public bool DirectoryExists(string path) => Read(() => disk.DirectoryExists(path));

    public IReadOnlyList<string> GetFiles(string directory) => Read(() => disk.GetFiles(directory));

    public IReadOnlyList<string> GetDirectories(string directory) => Read(() => disk.GetDirectories(directory));

    public long GetLength(string path) => Read(() => disk.GetLength(path));

    public byte[] ReadAllBytes(string path, long offset = 0)
    {
        byte[] bytes = Read(() => disk.ReadAllBytes(path, offset));
        BytesRead += bytes.Length;
        return bytes;
    }

    public IMappedFile Map(string path)
    {
        IMappedFile map = Read(() => disk.Map(path));
        Mapped.Add(path);
        return map;
    }

    public bool IsLink(string path) => Read(() => disk.IsLink(path));

    public long GetAvailableBytes(string directory) => disk.GetAvailableBytes(directory);

    public void CreateDirectory(string path) => throw Refused(path);

    public void DeleteDirectory(string path) => throw Refused(path);

    public void DeleteFile(string path) => throw Refused(path);

    public void Rename(string source, string target) => throw Refused(source);

    public void SyncDirectory(string path) => throw Refused(path);

    public IWritableFile Create(string path) => throw Refused(path);

    public IWritableFile OpenAppend(string path, long length) => throw Refused(path);

    public IDisposable? TryLock(string path, out int? holder) => throw Refused(path);

    public void RenameDirectory(string source, string target) => throw Refused(source);

    public void CopyFile(string source, string target) => throw Refused(target);

    public bool TryLink(string source, string target) => throw Refused(target);

    private static InvalidOperationException Refused(string path) => new($"A reader changes nothing, but wanted to change '{path}'.");

    private T Read<T>(Func<T> read)
    {
        Calls++;
        Before?.Invoke(Calls);
        return FailFrom > 0 && Calls >= FailFrom ? throw new IOException("A read was made to fail.") : read();
    }
}
