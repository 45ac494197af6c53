namespace Zvec.Engine.Partitions;

/// <summary>What a partitioned collection consists of. Immutable.</summary>
/// <param name="Schema">What the documents look like, with the identifiers that every partition's fields have.</param>
/// <param name="By">Where documents belong.</param>
/// <param name="NextNumber">The number that the next partition's folder gets.</param>
/// <param name="Partitions">The partitions, in the order in which they were made.</param>
internal sealed record PartitionCatalog(
    CollectionSchema Schema, PartitionBy By, int NextNumber, IReadOnlyList<PartitionRecord> Partitions)
{
    public PartitionRecord? Find(string name) => Partitions.FirstOrDefault(partition => partition.Name == name);

    public PartitionCatalog Adding(PartitionRecord partition) =>
        this with { NextNumber = Math.Max(NextNumber, partition.Number + 1), Partitions = [.. Partitions, partition] };

    public PartitionCatalog Replacing(PartitionRecord partition, PartitionRecord by) =>
        this with { Partitions = [.. Partitions.Select(other => other == partition ? by : other)] };

    public PartitionCatalog Without(PartitionRecord partition) =>
        this with { Partitions = [.. Partitions.Where(other => other != partition)] };
}
