namespace Zvec.Benchmarks.Writes;

/// <summary>What one target did in one cell of the table: the medians over the rounds.</summary>
internal sealed record WriteFigures(
    string Target, int Writers, int Batch, double DocumentsPerSecond, double P50Microseconds, double P99Microseconds, double[] DocumentsPerSecondByRound);
