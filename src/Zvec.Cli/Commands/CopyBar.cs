using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary>Shows how far a copy has come.</summary>
internal sealed class CopyBar(ProgressReport report) : IProgress<CopyProgress>
{
    public void Report(CopyProgress value) => report(value.Documents, value.Total);
}
