namespace Zvec.Benchmarks.Writes;

/// <summary>One cell of the table of writes.</summary>
internal sealed record WriteFigures(
    Durability Durability, int Writers, int Batch, long Documents, double DocumentsPerSecond, double P50Microseconds, double P99Microseconds);
