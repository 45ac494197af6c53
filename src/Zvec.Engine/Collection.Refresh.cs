using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <inheritdoc/>
    public bool WasReplaced => _reader?.WasReplaced ?? false;

    /// <inheritdoc/>
    /// <remarks>Segments that are still part of the collection stay open. While the writer has committed nothing, only what was added to
    /// the log is read; after a commit, the new segments and the log behind the commit. What began before, as an enumeration of
    /// <see cref="Scan"/>, sees the state that it began with. When it fails, the collection goes on showing the state that it had, and a
    /// later call may succeed.</remarks>
    public bool Refresh()
    {
        using (_store.Acquire())
        {
            // only to refuse a collection that was disposed, whichever way it was opened
        }

        return _reader is not null && _telemetry.Run(OperationName.Refresh, _reader, static reader => reader.Refresh());
    }
}
