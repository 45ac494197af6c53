using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Indexes;

/// <summary>What was measured of an index.</summary>
internal sealed record IndexResult
{
    public required string Name { get; init; }

    public required LoadFigures Load { get; init; }

    public required double DiskMegabytes { get; init; }

    /// <summary>Resident memory of a process that opened it and made many searches with its widest setting, beyond that of one that did the
    /// same with the smallest collection of the run.</summary>
    public required double MemoryMegabytes { get; init; }

    public required IReadOnlyList<IndexPoint> Points { get; init; }

    /// <summary>The one that a search gets that asks for nothing.</summary>
    public required int Usual { get; init; }

    /// <summary>Queries a second at a recall, between the two settings around it.</summary>
    /// <returns>Null when no setting reaches it.</returns>
    public double? RateAt(double recall) =>
        new Curve(Name, "", [.. Points.Select(point => point.Figures)]).RateAt(recall, IndexPoint.RateOf);
}
