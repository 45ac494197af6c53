using System.Diagnostics;

namespace Zvec.Benchmarks.Writes;

/// <summary>What the device itself can do, to judge synced writes by.</summary>
internal static class DeviceSync
{
    /// <summary>Appends of 512 bytes a second, each synced to the device before the next.</summary>
    public static double PerSecond(string path)
    {
        const int Appends = 200;
        var bytes = new byte[512];
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Appends; i++)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        return Appends / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
