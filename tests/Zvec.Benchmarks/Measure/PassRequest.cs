namespace Zvec.Benchmarks.Measure;

/// <summary>What a pass asks for.</summary>
internal sealed record PassRequest
{
    /// <summary>Candidates of a graph search; null for the engine's default.</summary>
    public int? Ef { get; init; }

    /// <summary>Groups of an IVF index that are read; null for the engine's default.</summary>
    public int? NProbe { get; init; }

    /// <summary>Whether all rows are scanned instead.</summary>
    public bool Exact { get; init; }

    /// <summary>The number of queries, from the first one of the set.</summary>
    public required int Queries { get; init; }

    /// <summary>Only rows with an attribute below this; null for all rows.</summary>
    public int? Percent { get; init; }

    /// <summary>The field that holds the attribute.</summary>
    public string Field { get; init; } = "attr";

    /// <summary>Threads that share the queries; each asks one at a time.</summary>
    public int Threads { get; init; } = 1;
}
