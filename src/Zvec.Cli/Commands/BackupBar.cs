using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary>Shows how far a backup or a restoration has come.</summary>
internal sealed class BackupBar(ProgressReport report) : IProgress<BackupProgress>
{
    public void Report(BackupProgress value) => report(value.Bytes, value.TotalBytes);
}
