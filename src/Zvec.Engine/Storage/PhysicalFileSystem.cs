using Microsoft.Win32.SafeHandles;

namespace Zvec.Engine.Storage;

/// <summary>The disk, as the operating system presents it. On Unix the files and folders that it makes have the mode that was asked for,
/// less what the process's umask takes away.</summary>
/// <remarks>On Windows a file cannot be deleted while it is mapped, and is gone only when its last handle closes: whoever removes files
/// unmaps them first, and leaves those that another process still maps to a later commit or the next open.</remarks>
internal sealed class PhysicalFileSystem : IFileSystem
{
    private const FileShare ShareWithAll = FileShare.ReadWrite | FileShare.Delete;
    private const UnixFileMode Readers = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly UnixFileMode _fileMode;
    private readonly UnixFileMode _folderMode;
    private readonly long _largeFile;

    private PhysicalFileSystem(UnixFileMode fileMode, bool smallMemory)
    {
        _fileMode = fileMode;
        _folderMode = fileMode | (UnixFileMode)((int)(fileMode & Readers) >> 2); // execute where there is read
        _largeFile = smallMemory ? PhysicalMappedFile.LargeBytesInSmallMemory : PhysicalMappedFile.LargeBytes;
    }

    /// <summary>Makes files and folders for the current user only: 0600 and 0700.</summary>
    public static PhysicalFileSystem Instance { get; } = new(UnixFileMode.UserRead | UnixFileMode.UserWrite, smallMemory: false);

    /// <summary>Makes files of a mode, and folders of the same mode that can be entered by those who may read.</summary>
    /// <param name="fileMode">The mode.</param>
    /// <param name="smallMemory">Whether mapped files are to keep few pages in the process's memory, even where they are not
    /// large.</param>
    public static PhysicalFileSystem WithMode(UnixFileMode fileMode, bool smallMemory = false) =>
        fileMode == Instance._fileMode && !smallMemory ? Instance : new PhysicalFileSystem(fileMode, smallMemory);

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public IReadOnlyList<string> GetFiles(string directory) => ListOrEmpty(Directory.GetFiles, directory);

    public IReadOnlyList<string> GetDirectories(string directory) => ListOrEmpty(Directory.GetDirectories, directory);

    public void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, _folderMode);
    }

    public void DeleteDirectory(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // nothing to delete is what was wanted
        }
    }

    public void DeleteFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // nothing to delete is what was wanted
        }
    }

    public void Rename(string source, string target) => File.Move(source, target, overwrite: true);

    public void SyncDirectory(string path)
    {
        // Windows has no call for it: NTFS journals its entries itself, and a handle to a folder cannot be flushed without rights to the
        // volume.
        if (!OperatingSystem.IsWindows())
            UnixDirectory.Sync(path);
    }

    public long GetLength(string path) => new FileInfo(path).Length;

    public byte[] ReadAllBytes(string path, long offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, ShareWithAll);
        long length = Math.Max(RandomAccess.GetLength(handle) - offset, 0);
        if (length > Array.MaxLength)
            throw new IOException($"The file '{path}' has {length} bytes from byte {offset} on, too many to read at once.");
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < bytes.Length)
        {
            int count = RandomAccess.Read(handle, bytes.AsSpan(done), offset + done);
            if (count == 0)
                return bytes[..done]; // another process cut it since
            done += count;
        }

        return bytes;
    }

    public IWritableFile Create(string path)
    {
        var stream = new FileStream(path, Options(FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete));
        return new PhysicalWritableFile(stream, 0);
    }

    public IWritableFile OpenAppend(string path, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var stream = new FileStream(path, Options(FileMode.Open, FileAccess.Write, FileShare.Read | FileShare.Delete));
        try
        {
            if (stream.Length < length)
                throw new IOException($"The file '{path}' has {stream.Length} bytes, fewer than the {length} after which to append.");
            if (stream.Length > length)
                stream.SetLength(length);
            return new PhysicalWritableFile(stream, length);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public IMappedFile Map(string path) => new PhysicalMappedFile(path, _largeFile);

    public IDisposable? TryLock(string path, out int? holder)
    {
        // Unix: only a file that is shared with nobody is locked exclusively. Windows: whoever reads the id of the holder needs to be let
        // in.
        FileShare share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        return PhysicalFileLock.TryTake(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, share), out holder);
    }

    public bool IsLink(string path)
    {
        // Not the attribute of reparse points: Windows also puts it on files that a backup or deduplication keeps elsewhere.
        if (!OperatingSystem.IsWindows())
            return new FileInfo(path).LinkTarget is not null;
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return info.LinkTarget is not null;
    }

    public void RenameDirectory(string source, string target) => Directory.Move(source, target);

    public void CopyFile(string source, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Copy(source, target);
        }
        else
        {
            // Made empty first: a copy takes the mode of its source, and only the system knows what the umask leaves of ours.
            Create(target).Dispose();
            UnixFileMode mode = File.GetUnixFileMode(target);
            File.Copy(source, target, overwrite: true);
            File.SetUnixFileMode(target, mode);
        }

        using SafeFileHandle handle = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        RandomAccess.FlushToDisk(handle);
    }

    public bool TryLink(string source, string target) => HardLink.TryCreate(source, target);

    public long GetAvailableBytes(string directory) => new DriveInfo(directory).AvailableFreeSpace;

    private FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = _fileMode;
        return options;
    }

    private static string[] ListOrEmpty(Func<string, string[]> list, string directory)
    {
        try
        {
            return list(directory);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
