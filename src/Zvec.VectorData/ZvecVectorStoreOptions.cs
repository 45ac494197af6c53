using Microsoft.Extensions.AI;
using Zvec.Engine;

namespace Zvec.VectorData;

/// <summary>Options of a <see cref="ZvecVectorStore"/>.</summary>
public sealed class ZvecVectorStoreOptions
{
    /// <summary>Initializes options with their defaults.</summary>
    public ZvecVectorStoreOptions()
    {
    }

    internal ZvecVectorStoreOptions(ZvecVectorStoreOptions? source)
    {
        EmbeddingGenerator = source?.EmbeddingGenerator;
        Durability = source?.Durability ?? Durability.Synced;
        ReadOnly = source?.ReadOnly ?? false;
    }

    /// <summary>The generator for vector properties that name none, nor their collection; null for none.</summary>
    public IEmbeddingGenerator? EmbeddingGenerator { get; set; }

    /// <summary>What an acknowledged write survives; <see cref="Durability.Synced"/> by default. All stores of a process on one path use
    /// the same setting: an operation on a collection that is open with the other one fails.</summary>
    public Durability Durability { get; set; } = Durability.Synced;

    /// <summary>Whether the store only reads; false by default. A read-only store needs no lock, and works beside a process that writes:
    /// it sees what was written when it first used a collection, and moves on with <c>RefreshAsync</c> of the collection. Beside a store of
    /// the same process that writes, it sees the newest state.</summary>
    public bool ReadOnly { get; set; }
}
