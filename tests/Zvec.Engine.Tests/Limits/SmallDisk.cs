using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Limits;

/// <summary>A disk of a given size: it says how much is left, and a write that does not fit fails.</summary>
internal sealed class SmallDisk(IFileSystem disk, string root, long size) : IFileSystem
{
    private readonly Lock _lock = new();
    private long _size = size;

    /// <summary>Bytes of the whole disk.</summary>
    public long Size
    {
        get => Interlocked.Read(ref _size);
        set => Interlocked.Exchange(ref _size, value);
    }

    /// <summary>The least that was ever available.</summary>
    public long LeastAvailable { get; private set; } = long.MaxValue;

    /// <summary>Writes that did not fit.</summary>
    public int Overflows { get; private set; }

    /// <summary>How often the free space was asked for.</summary>
    public int Asked { get; private set; }

    public long GetAvailableBytes(string directory)
    {
        lock (_lock)
        {
            Asked++;
            return Available();
        }
    }

    public bool FileExists(string path) => disk.FileExists(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public IReadOnlyList<string> GetFiles(string directory) => disk.GetFiles(directory);

    public IReadOnlyList<string> GetDirectories(string directory) => disk.GetDirectories(directory);

    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    public void DeleteDirectory(string path) => Locked(() => disk.DeleteDirectory(path));

    public void DeleteFile(string path) => Locked(() => disk.DeleteFile(path));

    public void Rename(string source, string target) => Locked(() => disk.Rename(source, target));

    public void SyncDirectory(string path) => disk.SyncDirectory(path);

    public long GetLength(string path) => disk.GetLength(path);

    public byte[] ReadAllBytes(string path, long offset = 0) => disk.ReadAllBytes(path, offset);

    public IWritableFile Create(string path) => new File(this, disk.Create(path));

    public IWritableFile OpenAppend(string path, long length) => new File(this, disk.OpenAppend(path, length));

    public IMappedFile Map(string path) => disk.Map(path);

    public IDisposable? TryLock(string path, out int? holder) => disk.TryLock(path, out holder);

    public bool IsLink(string path) => disk.IsLink(path);

    public void RenameDirectory(string source, string target) => Locked(() => disk.RenameDirectory(source, target));

    public void CopyFile(string source, string target) => Locked(() => disk.CopyFile(source, target));

    public bool TryLink(string source, string target) => disk.TryLink(source, target);

    private long Available() => Size - Used(root);

    private long Used(string folder) => disk.GetFiles(folder).Sum(disk.GetLength) + disk.GetDirectories(folder).Sum(Used);

    private void Locked(Action action)
    {
        lock (_lock)
            action();
    }

    private sealed class File(SmallDisk owner, IWritableFile file) : IWritableFile
    {
        public long Length => file.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            lock (owner._lock)
            {
                long available = owner.Available();
                if (bytes.Length > available)
                {
                    owner.Overflows++;
                    throw new IOException("There is not enough space on the disk.");
                }

                owner.LeastAvailable = Math.Min(owner.LeastAvailable, available - bytes.Length);
                file.Write(bytes);
            }
        }

        public void Sync() => file.Sync();

        public void Dispose() => file.Dispose();
    }
}
