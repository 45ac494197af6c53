namespace Zvec.Server.Messages;

/// <summary>A group of documents.</summary>
/// <param name="Value">The value that they have in common; null for those without one.</param>
/// <param name="Hits">The nearest of them, nearest first.</param>
internal sealed record GroupBody(ValueBody Value, IReadOnlyList<HitBody> Hits);
