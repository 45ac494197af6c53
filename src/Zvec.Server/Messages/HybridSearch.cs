using System.ComponentModel;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="HybridQuery"/> in JSON.</summary>
internal sealed class HybridSearch
{
    [Description("The searches, each { \"vector\": {...} } or { \"text\": {...} }.")]
    public required IReadOnlyList<HybridPart> Queries { get; init; }

    [Description("How the rankings become one; by reciprocal ranks when left out.")]
    public FusionChoice? Fusion { get; init; }

    [Description("Documents that each search contributes.")]
    public int? Candidates { get; init; }

    [Description("The number of hits wanted.")]
    public int? Top { get; init; }

    [Description("Hits to leave out from the front.")]
    public int Skip { get; init; }

    [Description("Which documents may be hits.")]
    public string? Filter { get; init; }

    [Description("Whether the documents hold their vectors.")]
    public bool IncludeVectors { get; init; }

    [Description("The fields that the documents hold; all when left out, none when empty.")]
    public IReadOnlyList<string>? OutputFields { get; init; }

    public HybridQuery ToQuery(CollectionSchema schema) => new()
    {
        Queries = [.. Queries.WithoutNulls("queries").Select(part => part.ToQuery(schema))],
        Fusion = Fusion?.ToFusion() ?? Engine.Fusion.Rrf(),
        Candidates = Candidates,
        Top = Top ?? VectorSearch.DefaultTop,
        Skip = Skip,
        Filter = Filter,
        IncludeVectors = IncludeVectors,
        OutputFields = OutputFields.WithoutNulls("outputFields"),
    };
}
