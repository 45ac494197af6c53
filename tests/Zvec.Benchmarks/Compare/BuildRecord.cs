using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Compare;

/// <summary>How an index came to be.</summary>
internal sealed record BuildRecord
{
    /// <summary>All that decides what it is.</summary>
    public required JsonObject Parameters { get; init; }

    public required DateTime Utc { get; init; }

    /// <summary>What the machine had to do besides when the build began.</summary>
    public required string LoadAverage { get; init; }

    public required LoadFigures Load { get; init; }

    /// <summary>Whether it was there before this run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasThere { get; init; }
}
