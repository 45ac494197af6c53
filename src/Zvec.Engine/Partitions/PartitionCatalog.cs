namespace Zvec.Engine.Partitions;

/// <summary>What a partitioned collection consists of. Immutable.</summary>
/// <param name="Id">The collection's identity, by which a backup is known as one of it.</param>
/// <param name="Schemas">What the documents look like, with the identifiers that every partition's fields have.</param>
/// <param name="By">Where documents belong.</param>
/// <param name="NextNumber">The number that the next partition's folder gets.</param>
/// <param name="Partitions">The partitions, in the order in which they were made.</param>
internal sealed record PartitionCatalog(
    Guid Id, SchemaHistory Schemas, PartitionBy By, int NextNumber, IReadOnlyList<PartitionRecord> Partitions)
{
    /// <summary>Whether the folder is a backup, which nobody has opened for writing.</summary>
    public bool IsBackup { get; init; }

    public CollectionSchema Schema => Schemas.Present;

    public PartitionRecord? Find(string name) => Partitions.FirstOrDefault(partition => partition.Name == name);

    public PartitionCatalog Adding(PartitionRecord partition) =>
        this with { NextNumber = Math.Max(NextNumber, partition.Number + 1), Partitions = [.. Partitions, partition] };

    public PartitionCatalog Replacing(PartitionRecord partition, PartitionRecord by) =>
        this with { Partitions = [.. Partitions.Select(other => other == partition ? by : other)] };

    public PartitionCatalog Without(PartitionRecord partition) =>
        this with { Partitions = [.. Partitions.Where(other => other != partition)] };

    /// <summary>With another schema, which the rule fits.</summary>
    public PartitionCatalog Following(CollectionSchema schema, PartitionBy by) => this with { Schemas = Schemas.Followed(schema), By = by };
}
