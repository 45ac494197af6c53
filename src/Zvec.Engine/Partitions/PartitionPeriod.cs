namespace Zvec.Engine;

/// <summary>How much time one partition covers; see <see cref="PartitionBy.Time"/>.</summary>
public enum PartitionPeriod
{
    /// <summary>A year; partitions are named as <c>2026</c>.</summary>
    Year,

    /// <summary>A month; partitions are named as <c>2026-03</c>.</summary>
    Month,

    /// <summary>A day; partitions are named as <c>2026-03-14</c>.</summary>
    Day,

    /// <summary>An hour; partitions are named as <c>2026-03-14T05</c>.</summary>
    Hour,
}
