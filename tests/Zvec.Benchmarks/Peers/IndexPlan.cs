using System.Text.Json.Nodes;

namespace Zvec.Benchmarks.Peers;

/// <summary>An index that is to be built once and searched in one or more ways.</summary>
internal sealed record IndexPlan
{
    public required EngineFamily Family { get; init; }

    /// <summary>The name in tables, beginning with the family's.</summary>
    public required string Name { get; init; }

    /// <summary>What its rows are coded in, as far as it says something about size: fp32, fp16, int8, int4.</summary>
    public required string Codes { get; init; }

    /// <summary>What building, opening and searching it is told besides what all are told.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>The ways to search it.</summary>
    public required IReadOnlyList<SearchMode> Modes { get; init; }

    /// <summary>Whether a graph of it is searched with a list of ef; otherwise it is only there for the exact scan.</summary>
    public bool IsGraph { get; init; } = true;

    /// <summary>Whether it can be searched with a filter.</summary>
    public bool Filters { get; init; }

    /// <summary>Whether it can be searched from several threads at once.</summary>
    public bool Threads { get; init; }
}

/// <summary>A way to search an index.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Refine">Whether candidates are scored again by the original vectors, for engines that are told.</param>
internal sealed record SearchMode(string Name, bool Refine = false);
