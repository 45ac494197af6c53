namespace Zvec.Engine;

/// <summary>How <c>Collection.Salvage</c> treats what is damaged.</summary>
public sealed class SalvageOptions
{
    /// <summary>What the documents look like, for when no manifest can be read; null by default. Files name fields by number: a schema
    /// that was taken from the open collection (<c>Collection.Schema</c>), or from a copy of it, fits by itself; one that is made
    /// anew is taken to number its fields and then its vectors as they stand, which is right for a collection whose schema never
    /// changed.</summary>
    public CollectionSchema? Schema { get; init; }

    /// <summary>Whether a field or vector that may not be null is made nullable in the new collection where its values are damaged, so that
    /// the documents are kept with null in it. False by default: the new collection has the schema of the old one, and these documents are
    /// lost (<see cref="SalvageReport.LostKeys"/>).</summary>
    public bool AllowNulls { get; init; }

    /// <summary>Told before each file of a segment is read; null for nobody.</summary>
    public IProgress<VerificationProgress>? Progress { get; init; }
}
