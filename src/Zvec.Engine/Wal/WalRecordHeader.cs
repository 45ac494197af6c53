namespace Zvec.Engine.Wal;

/// <summary>The header of a record; see <see cref="WalFormat"/>.</summary>
/// <param name="Length">Bytes of the payload; 0 for a mark.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="Synced">Bytes of the file that were known to be on the device when the record was written.</param>
internal readonly record struct WalRecordHeader(uint Length, ulong Sequence, long Synced)
{
    public bool IsMark => Length == 0;

    /// <summary>Whether it is the end of a file that another follows.</summary>
    /// <param name="offset">Where it stands in the file.</param>
    public bool IsEnd(long offset) => IsMark && Synced == offset + WalFormat.RecordHeaderLength;

    /// <summary>Whether it says no more than can be known at its place.</summary>
    /// <param name="offset">Where it stands in the file.</param>
    public bool FitsAt(long offset) => (Synced >= 0 && Synced <= offset) || IsEnd(offset);
}
