using System.Globalization;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Wal;

/// <summary>The names of log files: <c>000007.wal</c> is number 7.</summary>
internal static class WalFiles
{
    private const string Extension = ".wal";

    public static string PathOf(string directory, long number) =>
        Path.Combine(directory, number.ToString("D6", CultureInfo.InvariantCulture) + Extension);

    /// <summary>The numbers of the log files in a folder, ascending; files of other names are passed over.</summary>
    public static IReadOnlyList<long> List(IFileSystem fileSystem, string directory)
    {
        var numbers = new List<long>();
        foreach (string path in fileSystem.GetFiles(directory))
        {
            string name = Path.GetFileName(path);
            if (name.EndsWith(Extension, StringComparison.Ordinal)
                && long.TryParse(
                    name.AsSpan(0, name.Length - Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                && Path.GetFileName(PathOf(directory, number)) == name)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}
