using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <summary>Options of one search that only this store has, beside those of every store. Pass them to <c>SearchAsync</c> in the place of
/// <see cref="VectorSearchOptions{TRecord}"/>; another store takes no notice of what is added here.</summary>
/// <typeparam name="TRecord">The class of the records.</typeparam>
/// <remarks>The defaults are meant to be good enough: a search with a plain <see cref="VectorSearchOptions{TRecord}"/> uses them.</remarks>
public sealed class ZvecVectorSearchOptions<TRecord> : VectorSearchOptions<TRecord>
{
    /// <summary>Candidates that the search of a graph keeps: 1 to 100,000; more find nearer neighbours, more slowly. Null for the default
    /// of max(200, 2 × (<see cref="VectorSearchOptions{TRecord}.Skip"/> + top)); never less than Skip + top. For index kinds Hnsw and
    /// Dynamic; others take no notice of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 100,000.</exception>
    public int? Ef
    {
        get;
        set => field = OptionRange.Check(value, 1, 100_000, nameof(Ef));
    }

    /// <summary>Groups of an index of kind IvfFlat that are read in each segment: 1 to 65,536; more find nearer neighbours, more slowly.
    /// Null for the default of 64 and a fortieth of all groups. Other kinds take no notice of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 65,536.</exception>
    public int? NProbe
    {
        get;
        set => field = OptionRange.Check(value, 1, 65_536, nameof(NProbe));
    }

    /// <summary>Whether all original vectors are scanned instead of an index or codes: the true nearest neighbours, slowly. False by
    /// default.</summary>
    public bool Exact { get; set; }

    /// <summary>Whether the best candidates of a search over codes are put in order, and scored, by their original vectors; true by
    /// default. Without it the search is a little quicker and scores are those of the codes. Vectors without codes are always scored
    /// exactly.</summary>
    public bool Refine { get; set; } = true;

    /// <summary>How many candidates are scored again for each record wanted, when a search reads codes: 1 to 1,000. Null for the default
    /// of the codes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 1,000.</exception>
    public int? RefineFactor
    {
        get;
        set => field = OptionRange.Check(value, 1, 1_000, nameof(RefineFactor));
    }
}
