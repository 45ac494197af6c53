namespace Zvec.Engine.Storage;

/// <summary>All that the engine asks of a disk. Paths are full paths. Everything above is written against this seam, so that tests can put
/// a failing disk under it.</summary>
/// <remarks>
/// What is durable: a file's bytes after <see cref="IWritableFile.Sync"/>; the presence, absence or name of a file or folder after
/// <see cref="SyncDirectory"/> of the folder that holds it. Nothing else can be relied on after a power cut.
/// Failures are <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.
/// </remarks>
internal interface IFileSystem
{
    bool FileExists(string path);

    bool DirectoryExists(string path);

    /// <summary>The full paths of the files in a folder, in no order; empty when there is no such folder.</summary>
    IReadOnlyList<string> GetFiles(string directory);

    /// <summary>The full paths of the folders in a folder, in no order; empty when there is no such folder.</summary>
    IReadOnlyList<string> GetDirectories(string directory);

    /// <summary>Makes a folder and those above it, unless they exist.</summary>
    void CreateDirectory(string path);

    /// <summary>Deletes a folder with all that is in it; nothing when there is no such folder.</summary>
    void DeleteDirectory(string path);

    /// <summary>Deletes a file; nothing when there is no such file. A file that is mapped or open may refuse (Windows) or live on
    /// without a name until it is let go (Unix).</summary>
    void DeleteFile(string path);

    /// <summary>Renames a file, replacing the target in one step.</summary>
    void Rename(string source, string target);

    /// <summary>Makes the entries of a folder durable.</summary>
    void SyncDirectory(string path);

    /// <summary>The size of a file, in bytes.</summary>
    long GetLength(string path);

    /// <summary>The bytes of a file from an offset on, which another process may be appending to; none when it ends there or
    /// before.</summary>
    byte[] ReadAllBytes(string path, long offset = 0);

    /// <summary>Makes a new, empty file; an existing one is an error.</summary>
    IWritableFile Create(string path);

    /// <summary>Opens an existing file to append to it, cutting it to <paramref name="length"/> first. The cut is durable after
    /// <see cref="IWritableFile.Sync"/>. A file that is shorter is an error.</summary>
    IWritableFile OpenAppend(string path, long length);

    /// <summary>Maps a whole file for reading.</summary>
    IMappedFile Map(string path);

    /// <summary>Takes an exclusive lock by means of a file, which is made when missing and stays when the lock is let go.</summary>
    /// <param name="path">The file.</param>
    /// <param name="holder">The process id that the holder left in the file, when the lock is held and the id can be read; otherwise
    /// null.</param>
    /// <returns>The lock, to be disposed; null when another process, or another lock of this one, holds it.</returns>
    IDisposable? TryLock(string path, out int? holder);

    /// <summary>Whether a file or folder is a symbolic link, or something else that leads to another place.</summary>
    bool IsLink(string path);

    /// <summary>Renames a folder; the target does not exist. The new name is durable after <see cref="SyncDirectory"/> of the folders that
    /// hold the two.</summary>
    void RenameDirectory(string source, string target);

    /// <summary>Copies a file into a new one; where the file system can, the two share their blocks until one is changed. The bytes are on
    /// the device when this returns, the name after <see cref="SyncDirectory"/>.</summary>
    void CopyFile(string source, string target);

    /// <summary>Gives a file a second name in a folder of the same device.</summary>
    /// <returns>False when the file system, the device or the system's rules do not allow it; nothing has happened then.</returns>
    bool TryLink(string source, string target);

    /// <summary>Bytes that can still be written to the device that holds a folder.</summary>
    long GetAvailableBytes(string directory);
}
