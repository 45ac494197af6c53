using System.Runtime.InteropServices;

namespace Zvec.Engine.Storage;

/// <summary>Syncs a folder on Unix. .NET opens no folder as a file, so these three calls go to the C library of the system.</summary>
internal static partial class UnixDirectory
{
    private const int OpenReadOnly = 0;
    private const int Interrupted = 4; // EINTR, on every Unix
    private const int AccessDenied = 13; // EACCES, on every Unix
    private const int InvalidArgument = 22; // EINVAL, on every Unix: a file system that cannot sync folders says so with it
    private const int ReadOnlyFileSystem = 30; // EROFS, on every Unix: nothing waits to be synced there

    public static void Sync(string path)
    {
        int descriptor = Retry(() => Open(path, OpenReadOnly));
        if (descriptor < 0)
            throw Failure("opened", path);
        try
        {
            if (Retry(() => Sync(descriptor)) < 0 && Marshal.GetLastPInvokeError() is not (InvalidArgument or ReadOnlyFileSystem))
                throw Failure("synced", path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static int Retry(Func<int> call)
    {
        int result;
        do
        {
            result = call();
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result;
    }

    private static Exception Failure(string what, string path)
    {
        int error = Marshal.GetLastPInvokeError();
        string message = $"The folder '{path}' could not be {what}: {Marshal.GetPInvokeErrorMessage(error)}.";
        return error == AccessDenied ? new UnauthorizedAccessException(message) : new IOException(message, error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
