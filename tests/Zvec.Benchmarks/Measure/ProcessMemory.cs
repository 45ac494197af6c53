using System.Globalization;

namespace Zvec.Benchmarks.Measure;

/// <summary>Memory of a process in megabytes (10⁶ bytes), as Linux counts it.</summary>
/// <param name="Resident">All pages that are in memory.</param>
/// <param name="Anonymous">Those of them that are no file's: heap, buffers, stacks.</param>
/// <param name="File">Those of them that belong to mapped files, and can be dropped at need.</param>
internal sealed record ProcessMemory(double Resident, double Anonymous, double File)
{
    /// <summary>This process now; null where there is no <c>/proc</c>.</summary>
    public static ProcessMemory? Now()
    {
        const string Status = "/proc/self/status";
        if (!System.IO.File.Exists(Status))
            return null;
        var kilobytes = new Dictionary<string, double>();
        foreach (string line in System.IO.File.ReadLines(Status))
        {
            string[] parts = line.Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (parts is [var name, var value, "kB"])
                kilobytes[name] = double.Parse(value, CultureInfo.InvariantCulture);
        }

        double Megabytes(string name) => kilobytes.GetValueOrDefault(name) * 1024 / 1e6;
        return new ProcessMemory(Megabytes("VmRSS"), Megabytes("RssAnon"), Megabytes("RssFile"));
    }
}
