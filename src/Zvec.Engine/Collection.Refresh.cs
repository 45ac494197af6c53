using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Whether the last refresh found that the collection was dropped, or that another one was put in its place: the state
    /// shown is
    /// the last one, and there will be no newer one until the collection is opened anew. Always false for a collection that is open for
    /// writing.</summary>
    public bool WasReplaced => _reader?.WasReplaced ?? false;

    /// <summary>Moves a collection that was opened with <see cref="CollectionOptions.ReadOnly"/> on to the newest state: the writer's last
    /// commit and the log behind it, every write that was acknowledged before this call included.</summary>
    /// <returns>Whether there was a newer state: writes, a changed schema, or segments that maintenance made. Always false for a collection
    /// that is open for writing, which sees its writes without this.</returns>
    /// <remarks>
    /// <para>Thread-safe; reads go on meanwhile, and what began before, as an enumeration of <see cref="Scan"/>, sees the state that it
    /// began with. Segments that are still part of the collection stay open. While the writer has committed nothing, only what was added to
    /// the log is read; after a commit, the new segments and the log behind the commit.</para>
    /// <para>When it fails, the collection goes on showing the state that it had, and a later call may succeed.</para>
    /// </remarks>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: the collection was dropped.
    /// <see cref="ZvecErrorCode.FailedPrecondition"/>: another collection, or an older state of it, was put in its place; open it anew.
    /// <see cref="ZvecErrorCode.DataCorruption"/> or <see cref="ZvecErrorCode.UnsupportedFormat"/>: a file is damaged, or of a newer
    /// version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public bool Refresh()
    {
        using (_store.Acquire())
        {
            // only to refuse a collection that was disposed, whichever way it was opened
        }

        return _reader is not null && _telemetry.Run(OperationName.Refresh, _reader, static reader => reader.Refresh());
    }
}
