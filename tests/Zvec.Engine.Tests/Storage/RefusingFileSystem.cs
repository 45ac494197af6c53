using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

/// <summary>A disk with the manners of Windows: a file that is mapped is not deleted, replaced or cut, and a folder that holds one loses
/// only its other files.</summary>
internal sealed class RefusingFileSystem(IFileSystem disk) : IFileSystem
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _mapped = [];

    /// <summary>How many times something was refused.</summary>
    public int Refusals { get; private set; }

    public bool FileExists(string path) => disk.FileExists(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public IReadOnlyList<string> GetFiles(string directory) => disk.GetFiles(directory);

    public IReadOnlyList<string> GetDirectories(string directory) => disk.GetDirectories(directory);

    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    public void DeleteDirectory(string path)
    {
        lock (_lock)
        {
            if (!_mapped.Keys.Any(file => file.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                disk.DeleteDirectory(path);
                return;
            }

            foreach (string file in disk.GetFiles(path).Where(file => !_mapped.ContainsKey(file)))
                disk.DeleteFile(file);
            Refusals++;
            throw new IOException($"The folder '{path}' is in use.");
        }
    }

    public void DeleteFile(string path) => Unless(path, () => disk.DeleteFile(path));

    public void Rename(string source, string target) => Unless(target, () => disk.Rename(source, target));

    public void SyncDirectory(string path) => disk.SyncDirectory(path);

    public long GetLength(string path) => disk.GetLength(path);

    public byte[] ReadAllBytes(string path, long offset = 0) => disk.ReadAllBytes(path, offset);

    public IWritableFile Create(string path) => disk.Create(path);

    public IWritableFile OpenAppend(string path, long length)
    {
        IWritableFile? file = null;
        Unless(path, () => file = disk.OpenAppend(path, length));
        return file!;
    }

    public IMappedFile Map(string path)
    {
        lock (_lock)
        {
            IMappedFile map = disk.Map(path);
            _mapped[path] = _mapped.GetValueOrDefault(path) + 1;
            return new Mapped(this, map);
        }
    }

    public IDisposable? TryLock(string path, out int? holder) => disk.TryLock(path, out holder);

    public bool IsLink(string path) => disk.IsLink(path);

    public void RenameDirectory(string source, string target) => disk.RenameDirectory(source, target);

    public void CopyFile(string source, string target) => disk.CopyFile(source, target);

    public bool TryLink(string source, string target) => disk.TryLink(source, target);

    public long GetAvailableBytes(string directory) => disk.GetAvailableBytes(directory);

    private void Unless(string path, Action action)
    {
        lock (_lock)
        {
            if (_mapped.ContainsKey(path))
            {
                Refusals++;
                throw new UnauthorizedAccessException($"The file '{path}' is in use.");
            }

            action();
        }
    }

    private sealed unsafe class Mapped(RefusingFileSystem owner, IMappedFile map) : IMappedFile
    {
        private bool _disposed;

        public string Path => map.Path;

        public long Length => map.Length;

        public byte* Pointer => map.Pointer;

        public void Dispose()
        {
            lock (owner._lock)
            {
                if (_disposed)
                    return;
                _disposed = true;
                string path = map.Path;
                map.Dispose();
                if (--owner._mapped[path] == 0)
                    owner._mapped.Remove(path);
            }
        }
    }
}
