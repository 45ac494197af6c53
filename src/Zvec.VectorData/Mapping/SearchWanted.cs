using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>All that a search is asked for but the vector, as the engine has it; see <see cref="VectorQuery"/>.</summary>
internal readonly record struct SearchWanted(
    int Top, int Skip, Filter? Filter, bool IncludeVectors, int? Ef, int? NProbe, bool Exact, bool Refine, int? RefineFactor)
{
    /// <summary>Takes it from the options of a search: this store's own, or those of every store.</summary>
    public static SearchWanted From<TRecord>(int top, VectorSearchOptions<TRecord> options, Filter? filter) =>
        options is ZvecVectorSearchOptions<TRecord> own
            ? new SearchWanted(
                top, own.Skip, filter, own.IncludeVectors, own.Ef, own.NProbe, own.Exact, own.Refine, own.RefineFactor)
            : new SearchWanted(
                top, options.Skip, filter, options.IncludeVectors, Ef: null, NProbe: null, Exact: false, Refine: true, RefineFactor: null);
}
