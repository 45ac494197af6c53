namespace Zvec.Benchmarks.Measure;

/// <summary>All figures of a run, as <c>--json</c> writes them.</summary>
internal sealed record MeasureReport
{
    public required RunEnvironment Environment { get; init; }

    public required MeasureSettings Settings { get; init; }

    public required int Rows { get; init; }

    public required int Dimensions { get; init; }

    public required int Queries { get; init; }

    /// <summary>Why a peer that was asked for is absent, or null.</summary>
    public string? PeerAbsent { get; set; }

    public List<EngineFigures> Engines { get; } = [];

    public IReadOnlyList<Curve> Curves { get; set; } = [];

    public ExactFigures? Exact { get; set; }

    public List<FilteredCurves> Filtered { get; } = [];
}

/// <summary>The exact scan.</summary>
/// <param name="Point">Recall and speed.</param>
/// <param name="Queries">The number of queries asked.</param>
/// <param name="WrongAnswers">Answers that are wrong even if ties are forgiven; must be 0.</param>
internal sealed record ExactFigures(CurvePoint Point, int Queries, int WrongAnswers);

/// <summary>Searches among the rows with attr below a number, which is the percentage of rows that pass.</summary>
internal sealed record FilteredCurves(int Percent, IReadOnlyList<Curve> Curves);
