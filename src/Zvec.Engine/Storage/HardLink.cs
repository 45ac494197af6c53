using System.Runtime.InteropServices;

namespace Zvec.Engine.Storage;

/// <summary>Second names of files. .NET makes symbolic links only, so these calls go to the operating system.</summary>
internal static partial class HardLink
{
    public static bool TryCreate(string source, string target) =>
        OperatingSystem.IsWindows() ? CreateOnWindows(target, source, 0) : CreateOnUnix(source, target) == 0;

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateOnUnix(string source, string target);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateOnWindows(string target, string source, nint reserved);
}
