using System.Text.Json.Serialization;

namespace Zvec.Benchmarks.Compare;

/// <summary>What a run was asked for. Folders are nobody else's business and stay out of the figures.</summary>
internal sealed record CompareSettings
{
    [JsonIgnore]
    public string Data { get; init; } = "";

    public required string Set { get; init; }

    /// <summary>cosine, l2 or ip.</summary>
    public required string Metric { get; init; }

    public required int M { get; init; }

    public required int EfConstruction { get; init; }

    /// <summary>Each index is built once with each of these numbers of threads; the one of the highest is searched.</summary>
    public required IReadOnlyList<int> BuildThreads { get; init; }

    public required IReadOnlyList<int> Ef { get; init; }

    /// <summary>Passes over the queries at each setting, all engines in turns.</summary>
    public required int Rounds { get; init; }

    /// <summary>The number of queries of a pass, at most.</summary>
    public required int Queries { get; init; }

    /// <summary>Queries of an exact pass; 0 leaves the scan out.</summary>
    public required int ExactQueries { get; init; }

    /// <summary>Queries of a filtered pass; 0 leaves filters out.</summary>
    public required int FilterQueries { get; init; }

    /// <summary>The peers, by the names of their families.</summary>
    public required IReadOnlyList<string> Peers { get; init; }

    /// <summary>The codes of our graphs.</summary>
    public required IReadOnlyList<string> Quantizations { get; init; }

    /// <summary>Families whose indexes are built although there are some.</summary>
    public required IReadOnlyList<string> Rebuild { get; init; }

    /// <summary>Where indexes are kept for the next run; null for a temporary folder.</summary>
    [JsonIgnore]
    public string? Work { get; init; }

    [JsonIgnore]
    public string? NodeModules { get; init; }

    [JsonIgnore]
    public string? Json { get; init; }

    [JsonIgnore]
    public int SearchedThreads => BuildThreads.Max();
}
