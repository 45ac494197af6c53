using System.Diagnostics;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Writes;

/// <summary>What the device itself can do, to judge synced writes by.</summary>
internal static class DeviceSync
{
    /// <summary>The median time, in microseconds, of an append of 512 bytes that is synced to the device.</summary>
    public static double Microseconds(string path)
    {
        const int Appends = 500;
        var bytes = new byte[512];
        var microseconds = new double[Appends];
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (int i = 0; i < Appends; i++)
        {
            long start = Stopwatch.GetTimestamp();
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return Median.Of(microseconds);
    }
}
