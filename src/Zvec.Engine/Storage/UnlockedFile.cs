using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zvec.Engine.Storage;

/// <summary>Opens a file that another process may hold locked, to look at it. On Unix .NET takes a shared lock of whatever it opens for
/// reading, which a lock file refuses, and which would stand in the way of one who takes the lock meanwhile; so there the call goes to the
/// C library.</summary>
internal static partial class UnlockedFile
{
    private const int OpenReadOnly = 0;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafeFileHandle OpenRead(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int descriptor = Open(path, OpenReadOnly);
        if (descriptor < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new IOException($"The file '{path}' could not be opened: {Marshal.GetPInvokeErrorMessage(error)}.", error);
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
