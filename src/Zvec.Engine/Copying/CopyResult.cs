namespace Zvec.Engine;

/// <summary>What a copy of a collection came to.</summary>
/// <param name="Written">Documents of the new collection.</param>
/// <param name="Dropped">Documents that the transformation left out.</param>
public sealed record CopyResult(long Written, long Dropped);
