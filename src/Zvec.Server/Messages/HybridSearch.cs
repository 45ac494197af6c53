using System.ComponentModel;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="HybridQuery"/> in JSON.</summary>
internal sealed class HybridSearch : SearchRequest
{
    [Description("The searches, each { \"vector\": {...} } or { \"text\": {...} }.")]
    public required IReadOnlyList<HybridPart> Queries { get; init; }

    [Description("How the rankings become one; by reciprocal ranks when left out.")]
    public FusionChoice? Fusion { get; init; }

    [Description("Documents that each search contributes.")]
    public int? Candidates { get; init; }

    public HybridQuery ToQuery(CollectionSchema schema) => new()
    {
        Queries = [.. Queries.WithoutNulls("queries").Select(part => part.ToQuery(schema))],
        Fusion = Fusion?.ToFusion() ?? Engine.Fusion.Rrf(),
        Candidates = Candidates,
        Top = Top ?? DefaultTop,
        Skip = Skip,
        Filter = Filter,
        IncludeVectors = IncludeVectors,
        OutputFields = OutputFields.WithoutNulls("outputFields"),
    };
}
