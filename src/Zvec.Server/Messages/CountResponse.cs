namespace Zvec.Server.Messages;

/// <summary>A number of documents.</summary>
/// <param name="Count">Their number.</param>
internal sealed record CountResponse(long Count);
