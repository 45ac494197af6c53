using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>What a search found.</summary>
/// <param name="Hits">The hits, best first.</param>
internal sealed record SearchResponse(IReadOnlyList<HitBody> Hits)
{
    public static SearchResponse From(IReadOnlyList<SearchHit> hits, CollectionSchema schema)
    {
        var bodies = new HitBody[hits.Count];
        for (int i = 0; i < bodies.Length; i++)
            bodies[i] = HitBody.From(hits[i], schema);
        return new SearchResponse(bodies);
    }
}
