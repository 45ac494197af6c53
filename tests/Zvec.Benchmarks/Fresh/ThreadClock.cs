using System.Runtime.InteropServices;

namespace Zvec.Benchmarks.Fresh;

/// <summary>Processor time of the calling thread, which other processes do not disturb as they do the time on the wall.</summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <returns>Milliseconds; NaN elsewhere than on Linux.</returns>
    public static double Milliseconds() =>
        OperatingSystem.IsLinux() && Read(ThreadProcessorTime, out Time time) == 0 ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6) : double.NaN;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
