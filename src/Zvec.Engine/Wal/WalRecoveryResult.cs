namespace Zvec.Engine.Wal;

/// <summary>What <see cref="WalRecovery"/> found in a log file.</summary>
/// <param name="Number">The file's number.</param>
/// <param name="HasHeader">False when the process ended while it made the file: nothing was ever logged in it, and it can be
/// deleted.</param>
/// <param name="ValidLength">Bytes up to the end of the last valid record.</param>
/// <param name="FileLength">Bytes that the file has.</param>
/// <param name="Records">The number of payloads that were handed on.</param>
/// <param name="NextSequence">The sequence number of the payload that would follow.</param>
/// <param name="SyncedLength">Bytes of the file that its records say were on the device; there may be more.</param>
/// <param name="HasEnd">Whether the file says that another follows it.</param>
internal readonly record struct WalRecoveryResult(
    long Number, bool HasHeader, long ValidLength, long FileLength, long Records, ulong NextSequence, long SyncedLength, bool HasEnd)
{
    /// <summary>Whether all that is valid is known to be on the device, but for a mark at the end that says so.</summary>
    public bool IsSynced => ValidLength == SyncedLength || EndsInMark;

    /// <summary>Bytes after which to go on. A mark at the end, which may itself have been lost since, is written again.</summary>
    public long AppendAt => EndsInMark ? SyncedLength : ValidLength;

    private bool EndsInMark => ValidLength == SyncedLength + WalFormat.RecordHeaderLength;

    /// <summary>Whether a write that was cut short is behind what is valid; it was never acknowledged as durable.</summary>
    public bool IsTorn => ValidLength < FileLength;
}
