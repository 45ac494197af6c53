namespace Zvec.Engine.Segments;

/// <summary>A reader's hold on a snapshot, until disposed.</summary>
internal readonly struct SnapshotLease(Snapshot snapshot) : IDisposable
{
    public Snapshot Snapshot => snapshot;

    public void Dispose() => snapshot.Release();
}
