using System.Text.Json.Serialization;

namespace Zvec.Benchmarks.Measure;

/// <summary>What a run was asked for. Folders are nobody else's business and stay out of the figures.</summary>
internal sealed record MeasureSettings
{
    [JsonIgnore]
    public string Data { get; init; } = "";

    public required string Set { get; init; }

    public required Metric Metric { get; init; }

    public required int M { get; init; }

    public required int EfConstruction { get; init; }

    public required int Threads { get; init; }

    public required IReadOnlyList<int> Ef { get; init; }

    public required IReadOnlyList<int> FilterEf { get; init; }

    public required int Passes { get; init; }

    /// <summary>Queries of an exact pass; it takes a few passes only, for each is long.</summary>
    public required int ExactQueries { get; init; }

    /// <summary>Queries of a filtered pass.</summary>
    public required int FilterQueries { get; init; }

    /// <summary>Where collections are kept for the next run; null for a temporary folder.</summary>
    [JsonIgnore]
    public string? Work { get; init; }

    /// <summary>Whether the engine seals and indexes beside the inserts, as it does by default; without, inserting and building are timed apart.</summary>
    public required bool Background { get; init; }

    public required Durability Durability { get; init; }

    /// <summary>The peer to measure in the same run, or null.</summary>
    public required string? Peer { get; init; }

    [JsonIgnore]
    public string? NodeModules { get; init; }
}
