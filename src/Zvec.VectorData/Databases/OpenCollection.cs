using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>A collection of the engine that is open in this process, and how many operations use it. Guarded by its owner's
/// lock.</summary>
internal sealed class OpenCollection(IDocumentCollection collection, bool readOnly, Durability durability)
{
    public IDocumentCollection Collection => collection;

    public bool ReadOnly => readOnly;

    public Durability Durability => durability;

    /// <summary>Operations that use the collection now.</summary>
    public int Leases { get; set; }

    /// <summary>Whether it is to be closed when the last operation ends.</summary>
    public bool Retired { get; set; }
}
