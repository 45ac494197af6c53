using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

/// <content>The calls that change something.</content>
internal sealed partial class MemoryFileSystem
{
    public void CreateDirectory(string path) => Change(MemoryDiskAction.CreateFolder, path, () =>
    {
        MemoryFolder current = _root;
        foreach (string name in Parts(path))
        {
            if (!current.Entries.TryGetValue(name, out object? next))
                current.Set(name, next = new MemoryFolder());
            current = next as MemoryFolder ?? throw new IOException($"'{path}' goes through a file.");
        }
    });

    public void DeleteDirectory(string path) => Change(MemoryDiskAction.Delete, path, () =>
    {
        if (FindFolder(path) is not { } folder)
            return;
        DeleteContent(folder, path);
        ParentOf(path).Set(Path.GetFileName(path), null);
    });

    public void DeleteFile(string path) => Change(MemoryDiskAction.Delete, path, () =>
    {
        if (FindFolder(Path.GetDirectoryName(path)!) is not { } folder
            || folder.Entries.GetValueOrDefault(Path.GetFileName(path)) is not MemoryFile file)
        {
            return;
        }

        ThrowIfMapped(file, path);
        folder.Set(Path.GetFileName(path), null);
    });

    public void Rename(string source, string target) => Change(MemoryDiskAction.Rename, source, () =>
    {
        MemoryFile file = Find(source);
        Move(source, file, target);
    });

    public void RenameDirectory(string source, string target) => Change(MemoryDiskAction.Rename, source, () =>
    {
        MemoryFolder folder = FindFolder(source) ?? throw new DirectoryNotFoundException(source);
        if (ParentOf(target).Entries.ContainsKey(Path.GetFileName(target)))
            throw new IOException($"'{target}' exists.");
        Move(source, folder, target);
    });

    public void SyncDirectory(string path) => Change(MemoryDiskAction.SyncFolder, path, () =>
    {
        MemoryFolder folder = FindFolder(path) ?? throw new DirectoryNotFoundException(path);
        folder.Sync();
        _renames.RemoveAll(rename => ReferenceEquals(rename.To, folder));
    });

    public IWritableFile Create(string path)
    {
        var file = new MemoryFile();
        Change(MemoryDiskAction.Create, path, () =>
        {
            MemoryFolder folder = ParentOf(path);
            if (folder.Entries.ContainsKey(Path.GetFileName(path)))
                throw new IOException($"The file '{path}' exists.");
            folder.Set(Path.GetFileName(path), file);
        });
        return new Writable(this, path, file);
    }

    public IWritableFile OpenAppend(string path, long length)
    {
        MemoryFile? file = null;
        Change(MemoryDiskAction.Cut, path, () =>
        {
            file = Find(path);
            file.Cut(length);
        });
        return new Writable(this, path, file!);
    }

    public void CopyFile(string source, string target)
    {
        byte[] bytes = ReadAllBytes(source);
        using IWritableFile file = Create(target);
        file.Write(bytes);
        file.Sync();
    }

    public bool TryLink(string source, string target)
    {
        Change(MemoryDiskAction.Link, target, () =>
        {
            MemoryFile file = Find(source);
            MemoryFolder parent = ParentOf(target);
            if (parent.Entries.ContainsKey(Path.GetFileName(target)))
                throw new IOException($"'{target}' exists.");
            parent.Set(Path.GetFileName(target), file);
        });
        return true;
    }

    private void Move(string source, object what, string target)
    {
        MemoryFolder from = ParentOf(source);
        MemoryFolder to = ParentOf(target);
        _renames.Add(new MemoryRename(from, Path.GetFileName(source), to, Path.GetFileName(target), what));
        from.Set(Path.GetFileName(source), null);
        to.Set(Path.GetFileName(target), what);
    }

    /// <summary>Deletes what is in a folder entry by entry, as a disk does, so that a power cut may leave a part.</summary>
    private void DeleteContent(MemoryFolder folder, string path)
    {
        string? mapped = null;
        foreach ((string name, object entry) in folder.Entries.ToArray())
        {
            if (entry is MemoryFolder inner)
            {
                DeleteContent(inner, Path.Combine(path, name));
            }
            else if (RefusesToDeleteMapped && ((MemoryFile)entry).Maps > 0)
            {
                mapped = name;
                continue;
            }

            folder.Set(name, null);
        }

        if (mapped is not null)
            throw new IOException($"The file '{Path.Combine(path, mapped)}' is mapped.");
    }

    private void ThrowIfMapped(MemoryFile file, string path)
    {
        if (RefusesToDeleteMapped && file.Maps > 0)
            throw new IOException($"The file '{path}' is mapped.");
    }

    private sealed class Writable(MemoryFileSystem owner, string path, MemoryFile file) : IWritableFile
    {
        private bool _disposed;

        public long Length { get; private set; } = file.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            byte[] copy = bytes.ToArray();
            owner.Change(MemoryDiskAction.Write, path, () => Append(copy), fault =>
            {
                if (fault is MemoryDiskFault.Full)
                    file.Append(copy.AsSpan(0, copy.Length / 2));
            });
            Length = file.Length;
        }

        public void Sync()
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            owner.Change(MemoryDiskAction.Sync, path, file.Sync, fault =>
            {
                if (fault is MemoryDiskFault.LostSync)
                    file.FailSync(owner._random);
            });
        }

        public void Dispose() => _disposed = true;

        private void Append(byte[] bytes)
        {
            long room = owner.Capacity is { } capacity ? Math.Max(0, capacity - owner.UsedBytes()) : long.MaxValue;
            file.Append(bytes.AsSpan(0, (int)Math.Min(room, bytes.Length)));
            if (room < bytes.Length)
                throw new IOException($"The disk is full: of {bytes.Length} bytes for '{path}' {room} fitted.");
        }
    }
}
