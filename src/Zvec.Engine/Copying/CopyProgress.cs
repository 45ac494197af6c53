namespace Zvec.Engine;

/// <summary>How far a copy of a collection has come.</summary>
/// <param name="Documents">Documents of the old collection that have been read.</param>
/// <param name="Total">Documents of the old collection.</param>
public readonly record struct CopyProgress(long Documents, long Total);
