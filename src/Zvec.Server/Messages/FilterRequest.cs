using System.ComponentModel;

namespace Zvec.Server.Messages;

/// <summary>Says which documents to count.</summary>
internal sealed class FilterRequest
{
    [Description("Which documents; all when left out.")]
    public string? Filter { get; init; }
}
