using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

/// <summary>A disk in memory that does what a disk may do: it knows what would survive a power cut, and fails when told to.</summary>
/// <remarks>Durable are the bytes of a file at its last sync and the entries of a folder at its last sync. What was not synced is kept or
/// lost at a power cut sector by sector and entry by entry, each by itself; only a renamed file is always there under one of its
/// names.</remarks>
internal sealed partial class MemoryFileSystem : IFileSystem
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _locks = [];
    private readonly MemoryFolder _root;
    private readonly List<MemoryRename> _renames = [];
    private readonly Random _random = new(0);
    private int _calls;

    /// <summary>Makes a disk on which one folder exists durably.</summary>
    public MemoryFileSystem(string folder)
    {
        _root = new MemoryFolder();
        MemoryFolder current = _root;
        foreach (string name in Parts(folder))
        {
            var next = new MemoryFolder();
            current.Restore(name, next);
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

    /// <summary>Asked before each call, also those that read, whether it fails; null for never.</summary>
    public Func<MemoryDiskCall, MemoryDiskFault>? Faults { get; set; }

    /// <summary>Told after each call that changed something, while the disk stands still: it may be copied, but not used.</summary>
    public Action<MemoryDiskCall>? Changed { get; set; }

    /// <summary>Bytes of files that fit on the disk; null for any number.</summary>
    public long? Capacity { get; set; }

    /// <summary>Whether a file that is mapped, and a folder with such a file, cannot be deleted, as on Windows.</summary>
    public bool RefusesToDeleteMapped { get; set; }

    /// <summary>The disk after a power cut.</summary>
    /// <param name="random">Decides what is kept of what was not synced; null to keep none of it.</param>
    public MemoryFileSystem Crash(Random? random = null)
    {
        lock (_lock)
        {
            return new MemoryFileSystem(new MemoryCrash(random).Copy(_root, _renames));
        }
    }

    /// <summary>The disk after the death of the process: everything is there as it was read, and what was not synced is still to
    /// be.</summary>
    public MemoryFileSystem Fork()
    {
        lock (_lock)
        {
            var fork = new MemoryFork();
            var disk = new MemoryFileSystem(fork.Copy(_root));
            disk._renames.AddRange(_renames.Select(fork.Copy));
            return disk;
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
            MemoryFolder folder = ParentOf(path);
            var file = new MemoryFile();
            file.Append(bytes);
            file.Sync();
            folder.Set(Path.GetFileName(path), file);
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

    public long GetLength(string path) => Call(MemoryDiskAction.Length, path, () => Find(path).Length);

    public byte[] ReadAllBytes(string path, long offset = 0) => Call(MemoryDiskAction.Read, path, () =>
    {
        MemoryFile file = Find(path);
        return file.Content[(int)Math.Min(offset, file.Length)..].ToArray();
    });

    public IMappedFile Map(string path) => Call(MemoryDiskAction.Map, path, () =>
    {
        MemoryFile file = Find(path);
        file.Maps++;
        return new MemoryMappedCopy(path, file.Content, () =>
        {
            lock (_lock)
                file.Maps--;
        });
    });

    public bool IsLink(string path) => false;

    public long GetAvailableBytes(string directory)
    {
        lock (_lock)
        {
            return Capacity is { } capacity ? Math.Max(0, capacity - UsedBytes()) : long.MaxValue;
        }
    }

    public IDisposable? TryLock(string path, out int? holder)
    {
        lock (_lock)
        {
            holder = _locks.Contains(path) ? Environment.ProcessId : null;
            MemoryFolder folder = ParentOf(path);
            if (!folder.Entries.ContainsKey(Path.GetFileName(path)))
                folder.Set(Path.GetFileName(path), new MemoryFile());
            return _locks.Add(path) ? new Held(this, path) : null;
        }
    }

    private static string[] Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    private T Call<T>(MemoryDiskAction action, string path, Func<T> read)
    {
        lock (_lock)
        {
            var call = new MemoryDiskCall(++_calls, action, path);
            if (Faults is not null && Faults(call) is not MemoryDiskFault.None)
                throw Failure(call);
            return read();
        }
    }

    /// <summary>Changes something, or fails instead.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="path">To which file or folder.</param>
    /// <param name="change">Does it.</param>
    /// <param name="part">Does what is left behind when it fails.</param>
    private void Change(MemoryDiskAction action, string path, Action change, Action<MemoryDiskFault>? part = null)
    {
        lock (_lock)
        {
            Operations++;
            var call = new MemoryDiskCall(++_calls, action, path);
            if (FailAt > 0 && (Operations == FailAt || (FailsForGood && Operations > FailAt)))
            {
                if (Operations == FailAt && TearsWrites)
                    part?.Invoke(MemoryDiskFault.Full);
                throw Failure(call);
            }

            MemoryDiskFault fault = Faults?.Invoke(call) ?? MemoryDiskFault.None;
            if (fault is MemoryDiskFault.None or MemoryDiskFault.ErrorAfterwards)
            {
                change();
                Changed?.Invoke(call);
            }
            else
            {
                part?.Invoke(fault);
            }

            if (fault is not MemoryDiskFault.None)
                throw Failure(call);
        }
    }

    private static IOException Failure(MemoryDiskCall call) =>
        new($"Call {call.Number}, {call.Action} of '{call.Path}', was made to fail.");

    private long UsedBytes()
    {
        long used = 0;
        var files = new HashSet<MemoryFile>();
        var folders = new Stack<MemoryFolder>([_root]);
        while (folders.TryPop(out MemoryFolder? folder))
        {
            foreach (object entry in folder.Entries.Values)
            {
                if (entry is MemoryFolder inner)
                    folders.Push(inner);
                else if (entry is MemoryFile file && files.Add(file))
                    used += file.Length;
            }
        }

        return used;
    }

    private MemoryFolder? FindFolder(string path)
    {
        MemoryFolder? current = _root;
        foreach (string name in Parts(path))
            current = current?.Entries.GetValueOrDefault(name) as MemoryFolder;
        return current;
    }

    private MemoryFolder ParentOf(string path) =>
        FindFolder(Path.GetDirectoryName(path)!) ?? throw new DirectoryNotFoundException($"There is no folder for '{path}'.");

    private MemoryFile Find(string path) =>
        FindFolder(Path.GetDirectoryName(path)!)?.Entries.GetValueOrDefault(Path.GetFileName(path)) as MemoryFile
        ?? throw new FileNotFoundException($"There is no file '{path}'.", path);

    private List<string> List<T>(string directory) => Call<List<string>>(MemoryDiskAction.List, directory, () =>
        [.. FindFolder(directory)?.Entries.Where(entry => entry.Value is T).Select(entry => Path.Combine(directory, entry.Key)) ?? []]);

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
