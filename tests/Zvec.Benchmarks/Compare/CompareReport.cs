using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Compare;

/// <summary>All figures of a run, as <c>--json</c> writes them.</summary>
internal sealed record CompareReport
{
    public required RunEnvironment Environment { get; init; }

    public required CompareSettings Settings { get; init; }

    public required int Rows { get; init; }

    public required int Dimensions { get; init; }

    /// <summary>The number of queries of a pass.</summary>
    public required int Queries { get; init; }

    /// <summary>The version of each engine, by name.</summary>
    public SortedDictionary<string, string> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>Why an engine or an index of it is not in the figures, by name.</summary>
    public SortedDictionary<string, string> Absent { get; } = new(StringComparer.Ordinal);

    public List<IndexFigures> Indexes { get; } = [];

    public IReadOnlyList<Curve> Curves { get; set; } = [];

    /// <summary>Ours with the settings of somebody who sets nothing.</summary>
    public CurvePoint? Defaults { get; set; }

    public IReadOnlyList<ThreadFigures> Threads { get; set; } = [];

    public List<FilterFigures> Filters { get; } = [];

    public ScanFigures? Scan { get; set; }

    public GarbageFigures? Garbage { get; set; }

    public ConnectorFigures? Connector { get; set; }

    public IReadOnlyList<Goal> Goals { get; set; } = [];
}

/// <summary>One thread and two at the same recall, side by side.</summary>
/// <param name="Name">The index.</param>
/// <param name="Family">Its engine.</param>
/// <param name="One">With one thread.</param>
/// <param name="Two">With two.</param>
internal sealed record ThreadFigures(string Name, string Family, CurvePoint One, CurvePoint Two)
{
    public PairedRatio Gain => PairedRatio.Between(Two, One);
}

/// <summary>Search among the rows with an attribute below a number, which is the percentage of rows that pass.</summary>
/// <param name="Percent">The percentage of rows that pass.</param>
/// <param name="Name">The index.</param>
/// <param name="Family">Its engine.</param>
/// <param name="Indexed">Whether the attribute has an index.</param>
/// <param name="Point">At the smallest ef whose recall is good enough, or at the largest tried where none is.</param>
internal sealed record FilterFigures(int Percent, string Name, string Family, bool Indexed, CurvePoint Point);

/// <summary>The exact scan beside what the machine can read.</summary>
/// <param name="Float">The scan of the original vectors.</param>
/// <param name="FloatBytesPerSecond">Bytes of vectors that it reads a second.</param>
/// <param name="Codes">The scan of codes of int8; null where it was not measured.</param>
/// <param name="CodeBytesPerSecond">Bytes of codes that it reads a second.</param>
/// <param name="ReadBandwidth">Bytes a second of a plain read by one thread: the median of all readings, before and after the
/// scans.</param>
internal sealed record ScanFigures(
    CurvePoint Float, double FloatBytesPerSecond, CurvePoint? Codes, double? CodeBytesPerSecond, double ReadBandwidth);
