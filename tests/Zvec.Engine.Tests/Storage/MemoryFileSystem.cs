using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

/// <summary>A disk in memory that knows what would survive a power cut: bytes up to the last sync of their file, and the entries of a folder at
/// its last sync. Operations that change something are counted and can be made to fail.</summary>
internal sealed class MemoryFileSystem : IFileSystem
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _locks = [];
    private readonly MemoryFolder _root;

    /// <summary>Makes a disk on which one folder exists durably.</summary>
    public MemoryFileSystem(string folder)
    {
        _root = new MemoryFolder();
        MemoryFolder current = _root;
        foreach (string name in Parts(folder))
        {
            var next = new MemoryFolder();
            current.Entries.Add(name, next);
            current.Sync();
            current = next;
        }
    }

    private MemoryFileSystem(MemoryFolder root) => _root = root;

    /// <summary>Operations so far that change something: create, append, write, sync, rename, delete, sync of a folder.</summary>
    public int Operations { get; private set; }

    /// <summary>The number of the operation that fails with an <see cref="IOException"/>, from 1; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>Whether all operations after <see cref="FailAt"/> fail too, as after a power cut.</summary>
    public bool FailsForGood { get; set; }

    /// <summary>Whether a write that fails leaves the first half of its bytes behind.</summary>
    public bool TearsWrites { get; set; }

    /// <summary>The disk after a power cut. Without a random source only what was synced is left; with one, each file also keeps some of its unsynced bytes (a
    /// beginning, or pages here and there with zeros between), and each folder has either its synced or its latest entries.</summary>
    public MemoryFileSystem Crash(Random? random = null)
    {
        lock (_lock)
        {
            return new MemoryFileSystem(_root.AfterCrash(random));
        }
    }

    /// <summary>Changes one byte of a file behind everyone's back.</summary>
    public void Damage(string path, long offset, byte xor = 0x40)
    {
        lock (_lock)
        {
            Find(path).Damage(offset, xor);
        }
    }

    /// <summary>Puts a file in place, durably.</summary>
    public void Put(string path, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            MemoryFolder folder = FindFolder(Path.GetDirectoryName(path)!) ?? throw new DirectoryNotFoundException(path);
            var file = new MemoryFile();
            file.Append(bytes);
            file.Sync();
            folder.Entries[Path.GetFileName(path)] = file;
            folder.Sync();
        }
    }

    public bool FileExists(string path)
    {
        lock (_lock)
        {
            return FindFolder(Path.GetDirectoryName(path)!)?.Entries.GetValueOrDefault(Path.GetFileName(path)) is MemoryFile;
        }
    }

    public bool DirectoryExists(string path)
    {
        lock (_lock)
        {
            return FindFolder(path) is not null;
        }
    }

    public IReadOnlyList<string> GetFiles(string directory) => List<MemoryFile>(directory);

    public IReadOnlyList<string> GetDirectories(string directory) => List<MemoryFolder>(directory);

    public void CreateDirectory(string path) => Change(path, () =>
    {
        MemoryFolder current = _root;
        foreach (string name in Parts(path))
        {
            if (!current.Entries.TryGetValue(name, out object? next))
                current.Entries.Add(name, next = new MemoryFolder());
            current = next as MemoryFolder ?? throw new IOException($"'{path}' goes through a file.");
        }
    });

    public void DeleteDirectory(string path) => Change(path, () => FindFolder(Path.GetDirectoryName(path)!)?.Entries.Remove(Path.GetFileName(path)));

    public void DeleteFile(string path) => Change(path, () => FindFolder(Path.GetDirectoryName(path)!)?.Entries.Remove(Path.GetFileName(path)));

    public void Rename(string source, string target) => Change(source, () =>
    {
        MemoryFile file = Find(source);
        FindFolder(Path.GetDirectoryName(source)!)!.Entries.Remove(Path.GetFileName(source));
        FindFolder(Path.GetDirectoryName(target)!)!.Entries[Path.GetFileName(target)] = file;
    });

    public void SyncDirectory(string path) => Change(path, () => (FindFolder(path) ?? throw new DirectoryNotFoundException(path)).Sync());

    public long GetLength(string path)
    {
        lock (_lock)
        {
            return Find(path).Length;
        }
    }

    public byte[] ReadAllBytes(string path, long offset = 0)
    {
        lock (_lock)
        {
            MemoryFile file = Find(path);
            return file.Content[(int)Math.Min(offset, file.Length)..].ToArray();
        }
    }

    public IWritableFile Create(string path)
    {
        var file = new MemoryFile();
        Change(path, () =>
        {
            MemoryFolder folder = FindFolder(Path.GetDirectoryName(path)!) ?? throw new DirectoryNotFoundException(path);
            if (!folder.Entries.TryAdd(Path.GetFileName(path), file))
                throw new IOException($"The file '{path}' exists.");
        });
        return new Writable(this, path, file);
    }

    public IWritableFile OpenAppend(string path, long length)
    {
        MemoryFile? file = null;
        Change(path, () =>
        {
            file = Find(path);
            file.Cut(length);
        });
        return new Writable(this, path, file!);
    }

    public IMappedFile Map(string path)
    {
        lock (_lock)
        {
            return new MemoryMappedCopy(path, Find(path).Content);
        }
    }

    public bool IsLink(string path) => false;

    public void RenameDirectory(string source, string target) => Change(source, () =>
    {
        MemoryFolder folder = FindFolder(source) ?? throw new DirectoryNotFoundException(source);
        MemoryFolder parent = FindFolder(Path.GetDirectoryName(target)!) ?? throw new DirectoryNotFoundException(target);
        if (!parent.Entries.TryAdd(Path.GetFileName(target), folder))
            throw new IOException($"'{target}' exists.");
        FindFolder(Path.GetDirectoryName(source)!)!.Entries.Remove(Path.GetFileName(source));
    });

    public void CopyFile(string source, string target)
    {
        byte[] bytes = ReadAllBytes(source);
        using IWritableFile file = Create(target);
        file.Write(bytes);
        file.Sync();
    }

    public bool TryLink(string source, string target)
    {
        Change(source, () =>
        {
            MemoryFile file = Find(source);
            MemoryFolder parent = FindFolder(Path.GetDirectoryName(target)!) ?? throw new DirectoryNotFoundException(target);
            if (!parent.Entries.TryAdd(Path.GetFileName(target), file))
                throw new IOException($"'{target}' exists.");
        });
        return true;
    }

    public long GetAvailableBytes(string directory) => long.MaxValue;

    public IDisposable? TryLock(string path, out int? holder)
    {
        lock (_lock)
        {
            holder = _locks.Contains(path) ? Environment.ProcessId : null;
            MemoryFolder folder = FindFolder(Path.GetDirectoryName(path)!) ?? throw new DirectoryNotFoundException(path);
            folder.Entries.TryAdd(Path.GetFileName(path), new MemoryFile());
            return _locks.Add(path) ? new Held(this, path) : null;
        }
    }

    private static string[] Parts(string path) => path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    private void Change(string path, Action change, Action? tear = null)
    {
        lock (_lock)
        {
            Operations++;
            if (FailAt > 0 && (Operations == FailAt || (FailsForGood && Operations > FailAt)))
            {
                if (Operations == FailAt)
                    tear?.Invoke();
                throw new IOException($"Operation {Operations}, on '{path}', was made to fail.");
            }

            change();
        }
    }

    private MemoryFolder? FindFolder(string path)
    {
        MemoryFolder? current = _root;
        foreach (string name in Parts(path))
            current = current?.Entries.GetValueOrDefault(name) as MemoryFolder;
        return current;
    }

    private MemoryFile Find(string path) =>
        FindFolder(Path.GetDirectoryName(path)!)?.Entries.GetValueOrDefault(Path.GetFileName(path)) as MemoryFile
        ?? throw new FileNotFoundException($"There is no file '{path}'.", path);

    private List<string> List<T>(string directory)
    {
        lock (_lock)
        {
            return [.. FindFolder(directory)?.Entries.Where(entry => entry.Value is T).Select(entry => Path.Combine(directory, entry.Key)) ?? []];
        }
    }

    private sealed class Writable(MemoryFileSystem owner, string path, MemoryFile file) : IWritableFile
    {
        private bool _disposed;

        public long Length { get; private set; } = file.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            byte[] copy = bytes.ToArray();
            owner.Change(path, () => file.Append(copy), () =>
            {
                if (owner.TearsWrites)
                    file.Append(copy.AsSpan(0, copy.Length / 2));
            });
            Length = file.Length;
        }

        public void Sync()
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            owner.Change(path, file.Sync);
        }

        public void Dispose() => _disposed = true;
    }

    private sealed class Held(MemoryFileSystem owner, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._locks.Remove(path);
            }
        }
    }
}
