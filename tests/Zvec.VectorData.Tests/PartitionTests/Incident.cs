using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary>A record that has a time to be partitioned by.</summary>
public sealed class Incident
{
    [VectorStoreKey]
    public int Id { get; set; }

    [VectorStoreData]
    public DateTime? Time { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public int Level { get; set; }

    [VectorStoreData(IsFullTextIndexed = true)]
    public string? Text { get; set; }

    [VectorStoreVector(4, DistanceFunction = DistanceFunction.EuclideanDistance, IndexKind = IndexKind.Flat)]
    public ReadOnlyMemory<float> Vector { get; set; }

    public static DateTime Day(int day) => new DateTime(2026, 3, 1).AddDays(day);

    public static Incident New(int id, int day) => new()
    {
        Id = id,
        Time = Day(day),
        Text = $"word{id % 3}",
        Vector = new float[] { id, 1, 2, 3 },
    };
}
