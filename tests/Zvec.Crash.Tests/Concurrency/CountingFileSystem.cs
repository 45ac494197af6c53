using Zvec.Engine.Storage;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>A file system that knows what is open, and calls back before each operation.</summary>
/// <remarks>What is open is known by path, so that a test can say what leaked.</remarks>
internal sealed class CountingFileSystem(IFileSystem inner) : IFileSystem
{
    private readonly Lock _lock = new();
    private readonly List<string> _open = [];
    private int _operations;

    /// <summary>Called with the number of each operation, from 1, before it happens; may throw.</summary>
    public Action<int, string>? Before { get; set; }

    /// <summary>Operations so far.</summary>
    public int Operations => Volatile.Read(ref _operations);

    /// <summary>What is open now: "map of …", "file …", "lock …", sorted.</summary>
    public IReadOnlyList<string> Open
    {
        get
        {
            lock (_lock)
                return [.. _open.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Counts operations from 0 again.</summary>
    public void Restart() => Volatile.Write(ref _operations, 0);

    public bool FileExists(string path) => On(path).FileExists(path);

    public bool DirectoryExists(string path) => On(path).DirectoryExists(path);

    public IReadOnlyList<string> GetFiles(string directory) => On(directory).GetFiles(directory);

    public IReadOnlyList<string> GetDirectories(string directory) => On(directory).GetDirectories(directory);

    public void CreateDirectory(string path) => On(path).CreateDirectory(path);

    public void DeleteDirectory(string path) => On(path).DeleteDirectory(path);

    public void DeleteFile(string path) => On(path).DeleteFile(path);

    public void Rename(string source, string target) => On(target).Rename(source, target);

    public void SyncDirectory(string path) => On(path).SyncDirectory(path);

    public long GetLength(string path) => On(path).GetLength(path);

    public byte[] ReadAllBytes(string path, long offset = 0) => On(path).ReadAllBytes(path, offset);

    public IWritableFile Create(string path) => new Writable(this, On(path).Create(path), path);

    public IWritableFile OpenAppend(string path, long length) => new Writable(this, On(path).OpenAppend(path, length), path);

    public IMappedFile Map(string path) => new Mapped(this, On(path).Map(path));

    public IDisposable? TryLock(string path, out int? holder) =>
        On(path).TryLock(path, out holder) is { } held ? new Held(this, held, path) : null;

    public bool IsLink(string path) => On(path).IsLink(path);

    public void RenameDirectory(string source, string target) => On(target).RenameDirectory(source, target);

    public void CopyFile(string source, string target) => On(target).CopyFile(source, target);

    public bool TryLink(string source, string target) => On(target).TryLink(source, target);

    public long GetAvailableBytes(string directory) => On(directory).GetAvailableBytes(directory);

    private IFileSystem On(string path)
    {
        Count(path);
        return inner;
    }

    private void Count(string path)
    {
        int operation = Interlocked.Increment(ref _operations);
        Before?.Invoke(operation, path);
    }

    private string Opened(string what)
    {
        lock (_lock)
            _open.Add(what);
        return what;
    }

    private void Closed(string what)
    {
        lock (_lock)
            _open.Remove(what);
    }

    private sealed class Writable(CountingFileSystem owner, IWritableFile file, string path) : IWritableFile
    {
        private string? _open = owner.Opened("file " + path);

        public long Length => file.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            owner.Count(path);
            file.Write(bytes);
        }

        public void Sync()
        {
            owner.Count(path);
            file.Sync();
        }

        public void Dispose()
        {
            file.Dispose();
            if (Interlocked.Exchange(ref _open, null) is { } open)
                owner.Closed(open);
        }
    }

    private sealed unsafe class Mapped(CountingFileSystem owner, IMappedFile file) : IMappedFile
    {
        private string? _open = owner.Opened("map of " + file.Path);

        public string Path => file.Path;

        public long Length => file.Length;

        public byte* Pointer => file.Pointer;

        public void Dispose()
        {
            file.Dispose();
            if (Interlocked.Exchange(ref _open, null) is { } open)
                owner.Closed(open);
        }
    }

    private sealed class Held(CountingFileSystem owner, IDisposable held, string path) : IDisposable
    {
        private string? _open = owner.Opened("lock " + path);

        public void Dispose()
        {
            held.Dispose();
            if (Interlocked.Exchange(ref _open, null) is { } open)
                owner.Closed(open);
        }
    }
}
