namespace Zvec.Benchmarks.Measure;

/// <summary>All that was measured of one engine but its speed of search.</summary>
internal sealed record EngineFigures
{
    public required string Engine { get; init; }

    /// <summary>Of the run that loaded the collection, when a folder that was kept has it.</summary>
    public required LoadFigures Load { get; init; }

    public required double DiskMegabytes { get; init; }

    /// <summary>Memory of a process that opened the collection and warmed up.</summary>
    public required ProcessMemory? Memory { get; init; }

    /// <summary>Memory of that process before it opened the collection.</summary>
    public required ProcessMemory? MemoryBeforeOpen { get; init; }

    /// <summary>Opening until the first answer in a new process each time; the median counts.</summary>
    public required IReadOnlyList<OpenFigures> Opens { get; init; }

    /// <summary>The same again and again in one process, whose code is compiled by then; null where it was not measured.</summary>
    public IReadOnlyList<double>? ReopenMilliseconds { get; init; }
}
