namespace Zvec.Benchmarks.Measure;

/// <summary>Space that a folder takes.</summary>
internal static class DiskUse
{
    /// <summary>The lengths of all files below a folder, in megabytes (10⁶ bytes).</summary>
    public static double Megabytes(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6;
}
