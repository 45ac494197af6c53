using System.ComponentModel;

namespace Zvec.Server.Messages;

/// <summary>Asks for a backup on the server.</summary>
internal sealed class BackupRequest
{
    [Description("The name of the backup, below the server's folder of backups; one of the same collection is brought up to date.")]
    public required string Name { get; init; }
}
