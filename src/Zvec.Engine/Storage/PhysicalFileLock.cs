using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Zvec.Engine.Storage;

/// <summary>An exclusive lock that the operating system lets go when the process ends, however it ends. The file holds the process id of
/// the last one that took it, for people who wonder.</summary>
internal sealed class PhysicalFileLock : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);
    private const int LinuxWouldBlock = 11;
    private const int BsdWouldBlock = 35;

    // The system's locks can be switched off (System.IO.DisableFileLocking) and some network file systems have none;
    // one process at least never takes the same lock twice.
    private static readonly HashSet<string> Held = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly IDisposable? _folder;
    private FileStream? _stream;

    private PhysicalFileLock(string path, IDisposable? folder, FileStream stream)
    {
        _path = path;
        _folder = folder;
        _stream = stream;
    }

    public static PhysicalFileLock? TryTake(string path, FileStreamOptions options, out int? holder)
    {
        holder = null;
        path = Path.GetFullPath(path);
        lock (Held)
        {
            if (!Held.Add(path))
            {
                holder = Environment.ProcessId;
                return null;
            }
        }

        if (!UnixDirectoryLock.TryTake(Path.GetDirectoryName(path)!, out IDisposable? folder))
        {
            LetGo(path);
            holder = ReadHolder(path);
            return null;
        }

        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, options);
            stream.SetLength(0);
            stream.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            return new PhysicalFileLock(path, folder, stream);
        }
        catch (IOException exception) when (stream is null && IsHeld(exception))
        {
            folder?.Dispose();
            LetGo(path);
            holder = ReadHolder(path);
            return null;
        }
        catch
        {
            stream?.Dispose();
            folder?.Dispose();
            LetGo(path);
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stream, null) is not { } stream)
            return;
        stream.Dispose();
        _folder?.Dispose();
        LetGo(_path);
    }

    private static bool IsHeld(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult is WindowsSharingViolation or WindowsLockViolation
        : exception.HResult is LinuxWouldBlock or BsdWouldBlock;

    private static int? ReadHolder(string path)
    {
        try
        {
            using SafeFileHandle handle = UnlockedFile.OpenRead(path);
            Span<byte> bytes = stackalloc byte[16];
            int count = RandomAccess.Read(handle, bytes, fileOffset: 0);
            return int.TryParse(bytes[..count].TrimEnd("\n"u8), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // the lock is held all the same; only who holds it stays unknown
        }
    }

    private static void LetGo(string path)
    {
        lock (Held)
        {
            Held.Remove(path);
        }
    }
}
