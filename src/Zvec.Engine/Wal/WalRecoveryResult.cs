namespace Zvec.Engine.Wal;

/// <summary>What <see cref="WalRecovery"/> found in a log file.</summary>
/// <param name="Number">The file's number.</param>
/// <param name="HasHeader">False when the process ended while it made the file: nothing was ever logged in it, and it can be
/// deleted.</param>
/// <param name="ValidLength">Bytes up to the end of the last valid record.</param>
/// <param name="FileLength">Bytes that the file has.</param>
/// <param name="Records">The number of payloads that were handed on.</param>
/// <param name="NextSequence">The sequence number of the payload that would follow.</param>
internal readonly record struct WalRecoveryResult(
    long Number, bool HasHeader, long ValidLength, long FileLength, long Records, ulong NextSequence)
{
    /// <summary>Whether a write that was cut short is behind what is valid; it was never acknowledged as durable.</summary>
    public bool IsTorn => ValidLength < FileLength;
}
