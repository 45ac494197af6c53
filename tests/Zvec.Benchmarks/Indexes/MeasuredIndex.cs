using System.Text.Json.Nodes;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Indexes;

/// <summary>An index that is measured, and how it is searched.</summary>
/// <param name="Name">What it is called in tables and in the work folder.</param>
/// <param name="Parameters">What building it is told.</param>
/// <param name="Settings">The settings that searches go through, one point of a curve each.</param>
/// <param name="Usual">The place among them of what a search gets that asks for none.</param>
internal sealed record MeasuredIndex(string Name, JsonObject Parameters, IReadOnlyList<PassRequest> Settings, int Usual)
{
    public IndexPlan Plan(EngineFamily engine, int rows)
    {
        var parameters = (JsonObject)Parameters.DeepClone();
        parameters["rows"] = rows;
        return new IndexPlan
        {
            Family = engine,
            Name = FormattableString.Invariant($"{Name} {rows}"),
            Codes = "",
            Parameters = parameters,
            Modes = [new SearchMode(Name)],
        };
    }
}
