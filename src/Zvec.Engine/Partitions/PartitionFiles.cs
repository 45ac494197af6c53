using System.Globalization;

namespace Zvec.Engine.Partitions;

/// <summary>The names of a partitioned collection's files and folders.</summary>
internal sealed class PartitionFiles(string root)
{
    public string Root => root;

    public string Lock => Path.Combine(root, "LOCK");

    /// <summary>Says what the partitions are; replaced as a whole.</summary>
    public string Catalog => Path.Combine(root, "PARTITIONS");

    public string Partitions => Path.Combine(root, "partitions");

    public string Partition(int number) => Path.Combine(Partitions, number.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>The number that a partition's folder name says, or −1 for another folder.</summary>
    public int PartitionNumber(string path) =>
        int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && Partition(number) == path
            ? number
            : -1;
}
