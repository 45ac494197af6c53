using System.ComponentModel;

namespace Zvec.Server.Messages;

/// <summary>Another name for a field or vector.</summary>
internal sealed class RenameRequest
{
    [Description("The new name.")]
    public required string Name { get; init; }
}
