namespace Zvec.Benchmarks.Measure;

/// <summary>Space that an index takes.</summary>
internal static class DiskUse
{
    /// <summary>The length of a file, or of all files below a folder, in megabytes (10⁶ bytes).</summary>
    public static double Megabytes(string path)
    {
        if (File.Exists(path))
            return new FileInfo(path).Length / 1e6;
        return new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6;
    }
}
