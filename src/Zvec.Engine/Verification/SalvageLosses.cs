namespace Zvec.Engine.Verification;

/// <summary>Gathers what a salvage could not recover.</summary>
internal sealed class SalvageLosses
{
    public bool HasManifest { get; set; } = true;

    /// <summary>Documents that are lost, unless a later version turns up.</summary>
    public HashSet<DocumentKey> Keys { get; } = [];

    /// <summary>Documents that may be deleted or outdated, unless a later version turns up.</summary>
    public HashSet<DocumentKey> Doubtful { get; } = [];

    public Dictionary<string, long> Nulls { get; } = new(StringComparer.Ordinal);

    public long UnnamedRows { get; set; }

    public int UnknownSegments { get; set; }

    public long LogRecords { get; set; }

    public bool HasLostLogEnd { get; set; }

    /// <summary>A version of the document is known for sure: it is in the new collection, or deleted.</summary>
    public void Settle(DocumentKey key)
    {
        Keys.Remove(key);
        Doubtful.Remove(key);
    }
}
