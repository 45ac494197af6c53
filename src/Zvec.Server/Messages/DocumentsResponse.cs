namespace Zvec.Server.Messages;

/// <summary>Documents that were asked for.</summary>
/// <param name="Documents">The documents; null where there is none of a key.</param>
internal sealed record DocumentsResponse(IReadOnlyList<DocumentBody?> Documents);
