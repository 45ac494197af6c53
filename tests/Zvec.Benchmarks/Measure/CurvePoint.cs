namespace Zvec.Benchmarks.Measure;

/// <summary>What the passes with one setting came to.</summary>
internal sealed record CurvePoint
{
    /// <summary>Candidates of the graph search; null for the engine's default and for an exact scan.</summary>
    public required int? Ef { get; init; }

    public required double Recall { get; init; }

    /// <summary>Median over the passes.</summary>
    public required double QueriesPerSecond { get; init; }

    /// <summary>Of each pass, in order, so that passes of different engines that ran side by side can be compared.</summary>
    public required IReadOnlyList<double> RoundRates { get; init; }

    /// <summary>Median over the passes of the median over the queries.</summary>
    public required double P50Microseconds { get; init; }

    public required double P99Microseconds { get; init; }

    /// <summary>Processor time for each query, median over the passes.</summary>
    public required double ProcessorMicroseconds { get; init; }

    public static CurvePoint Of(int? ef, IReadOnlyList<Pass> passes, ReadOnlySpan<int[]> truth) => new()
    {
        Ef = ef,
        Recall = Data.Recall.Of(passes[^1].Answers, truth),
        QueriesPerSecond = Median.Of(passes.Select(pass => pass.QueriesPerSecond)),
        RoundRates = [.. passes.Select(pass => pass.QueriesPerSecond)],
        P50Microseconds = Median.Of(passes.Select(pass => pass.Quantile(0.5))),
        P99Microseconds = Median.Of(passes.Select(pass => pass.Quantile(0.99))),
        ProcessorMicroseconds = Median.Of(passes.Select(pass => pass.ProcessorMicrosecondsPerQuery)),
    };
}
