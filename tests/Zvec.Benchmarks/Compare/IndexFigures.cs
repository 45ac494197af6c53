using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Compare;

/// <summary>All that was measured of one index but its speed of search.</summary>
internal sealed record IndexFigures
{
    public required string Name { get; init; }

    public required string Family { get; init; }

    /// <summary>fp32, fp16, int8 or int4.</summary>
    public required string Codes { get; init; }

    /// <summary>By the number of threads that built it.</summary>
    public required IReadOnlyDictionary<int, BuildRecord> Builds { get; init; }

    public required double DiskMegabytes { get; init; }

    /// <summary>Memory of a process that opened the index and answered all queries with the largest ef.</summary>
    public required ProcessMemory? Memory { get; init; }

    /// <summary>Opening until the first answer, in a new process each time; the median counts.</summary>
    public required IReadOnlyList<OpenFigures> Opens { get; init; }

    /// <summary>Memory before opening: what is not the index's.</summary>
    public ProcessMemory? MemoryBeforeOpen => Opens[0].Before;
}
