using System.Runtime.InteropServices;

namespace Zvec.Engine.Primitives;

/// <summary>Threads that work in the background and let those of callers go first.</summary>
internal static partial class BackgroundThread
{
    private const int ThisThread = 0; // PRIO_PROCESS with id 0, which on Linux is the calling thread and not the process
    private const int Nice = 10;

    /// <summary>Lowers the priority of the calling thread, for good, and of those that it starts afterwards. Only for a thread of the
    /// caller's own: what is lowered cannot be raised again without rights.</summary>
    /// <remarks>.NET passes thread priorities on to Windows only. Elsewhere than there and on Linux nothing happens.</remarks>
    public static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(ThisThread, 0, Nice); // refused at worst, and then the thread is as good as any other
        else if (OperatingSystem.IsWindows())
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
