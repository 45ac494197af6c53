using System.Globalization;

namespace Zvec.Samples.Edge;

/// <summary>The memory of this process, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>What is in memory now: all of it, and how much of that is no file's and so cannot be dropped at need.</summary>
    public static string Now() => $"{Megabytes("VmRSS:"),6:F1} MB resident, {Megabytes("RssAnon:"),6:F1} MB of them anonymous";

    /// <summary>The most megabytes that were in memory at a time.</summary>
    public static double Peak() => Megabytes("VmHWM:");

    private static double Megabytes(string name)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
            return double.NaN;
        string line = File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length).Trim(" \tkB"), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
