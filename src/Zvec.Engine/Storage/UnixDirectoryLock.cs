using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zvec.Engine.Storage;

/// <summary>A lock of a folder itself, on Unix. Whoever deletes the lock file of a process that is alive could make a new one and lock that;
/// the folder stays the same.</summary>
internal static partial class UnixDirectoryLock
{
    private const int OpenReadOnly = 0;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int LinuxWouldBlock = 11;
    private const int BsdWouldBlock = 35;

    // A child process must not inherit the lock, and hold it when this process has died.
    private static readonly int CloseOnExec =
        OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsFreeBSD() ? 0x100000 : 0x1000000;

    /// <summary>Takes the lock.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="handle">The lock, to be disposed; null when the system has no such locks there, or they are switched off.</param>
    /// <returns>False when somebody else holds it.</returns>
    public static bool TryTake(string directory, out IDisposable? handle)
    {
        handle = null;
        if (OperatingSystem.IsWindows() || IsSwitchedOff())
            return true;
        int descriptor = Open(directory, OpenReadOnly | CloseOnExec);
        if (descriptor < 0)
            return true; // whatever is wrong with the folder, the lock file meets it too
        var opened = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Lock(descriptor, LockExclusive | LockNonBlocking) == 0)
        {
            handle = opened;
            return true;
        }

        bool isHeld = Marshal.GetLastPInvokeError() == (OperatingSystem.IsLinux() ? LinuxWouldBlock : BsdWouldBlock);
        opened.Dispose();
        return !isHeld;
    }

    /// <summary>.NET's own switch for file systems whose locks are better left alone.</summary>
    private static bool IsSwitchedOff() =>
        (AppContext.TryGetSwitch("System.IO.DisableFileLocking", out bool off) && off)
        || Environment.GetEnvironmentVariable("DOTNET_SYSTEM_IO_DISABLEFILELOCKING") is "1" or "true";

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);
}
