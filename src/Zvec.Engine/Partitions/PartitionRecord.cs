namespace Zvec.Engine.Partitions;

/// <summary>A partition as the catalog has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">The number of its folder, which no other partition has had.</param>
/// <param name="IsAttached">Whether it is searched and written to.</param>
internal sealed record PartitionRecord(string Name, int Number, bool IsAttached);
