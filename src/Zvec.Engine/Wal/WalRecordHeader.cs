namespace Zvec.Engine.Wal;

/// <summary>The header of a record; see <see cref="WalFormat"/>.</summary>
/// <param name="Length">Bytes of the payload; 0 for a mark.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="Synced">Bytes of the file that were known to be on the device when the record was written.</param>
internal readonly record struct WalRecordHeader(uint Length, ulong Sequence, long Synced)
{
    public bool IsMark => Length == 0;
}
