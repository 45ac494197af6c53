namespace Zvec.Server.Messages;

/// <summary>An entry of an order in JSON.</summary>
internal sealed class SortEntry
{
    public required string Field { get; init; }

    public bool Descending { get; init; }
}
