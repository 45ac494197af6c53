namespace Zvec.Server.Messages;

/// <summary>The collections of the server.</summary>
/// <param name="Collections">Their names, in order.</param>
internal sealed record CollectionsResponse(IReadOnlyList<string> Collections);
