using Zvec.Engine;

namespace Zvec.Samples.HybridSearch;

/// <summary>How the two rankings become one, and how that was chosen.</summary>
internal static class Tuning
{
    /// <summary>The one of <see cref="Fusions"/> with the best mean reciprocal rank on questions that are not measured
    /// afterwards.</summary>
    public static Fusion Chosen => Fusion.Rrf(10, [1, 4]);

    /// <summary>Some fusions to choose from; weights are those of keywords and of vectors.</summary>
    public static IEnumerable<(string Name, Fusion Fusion)> Fusions
    {
        get
        {
            foreach (double k in (double[])[10, 60])
            {
                foreach (double vectors in (double[])[0.5, 1, 2, 4])
                    yield return ($"reciprocal rank, k {k}, 1 : {vectors}", Fusion.Rrf(k, [1, vectors]));
            }

            foreach (double vectors in (double[])[0.25, 0.5, 1, 2])
                yield return ($"weighted scores, 1 : {vectors}", Fusion.Weighted(1, vectors));
        }
    }

    /// <summary>Every fusion as a way, to be measured beside its halves.</summary>
    public static Way[] Ways(Collection collection) =>
    [
        Way.Keywords(collection),
        Way.Vectors(collection),
        .. Fusions.Select(fusion => Way.Hybrid(collection, fusion.Name, fusion.Fusion)),
    ];
}
