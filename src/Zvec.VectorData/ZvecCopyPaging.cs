using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData;

/// <summary>How <see cref="ZvecCollection{TKey, TRecord}.ImportAsync"/> asks another store for all records, which
/// Microsoft.Extensions.VectorData has no operation for. Makes no difference to a source that is a Zvec collection: that is read as it was
/// at one moment.</summary>
public enum ZvecCopyPaging
{
    /// <summary><see cref="KeyOrder"/> for keys of type <see cref="int"/> and <see cref="long"/>, otherwise
    /// <see cref="OneRead"/>.</summary>
    Automatic,

    /// <summary>Pages in the order of the keys, each beginning after the last key of the page before. Every page costs the same, and no
    /// store has to keep more than one. The keys must be of type <see cref="int"/> or <see cref="long"/>, and the store must filter and
    /// order by them.</summary>
    KeyOrder,

    /// <summary>Pages in the order of the keys, each skipping what came before
    /// (<see cref="FilteredRecordRetrievalOptions{TRecord}.Skip"/>). Later pages cost more in most stores. The source must not be written
    /// to meanwhile.</summary>
    Skip,

    /// <summary>One read of everything, in the store's own order. What it costs in memory depends on whether the store hands out records as
    /// it reads them.</summary>
    OneRead,
}
