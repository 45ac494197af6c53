using System.Text.Json.Serialization;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Indexes;

/// <summary>All figures of a run.</summary>
[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
internal sealed record IndexesReport
{
    public required RunEnvironment Environment { get; init; }

    public required string Set { get; init; }

    public required string Metric { get; init; }

    public required int Rows { get; init; }

    public required int Dimensions { get; init; }

    public required int Queries { get; init; }

    public required int Rounds { get; init; }

    public List<IndexResult> Indexes { get; } = [];

    public List<SizePoint> Sizes { get; } = [];

    public List<FilterPoint> Filters { get; } = [];

    public string LoadAtEnd { get; set; } = "";
}
