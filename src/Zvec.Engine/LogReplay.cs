using Zvec.Engine.Documents;
using Zvec.Engine.Segments;
using Zvec.Engine.Wal;

namespace Zvec.Engine;

/// <summary>Applies the log to segments.</summary>
internal static class LogReplay
{
    /// <summary>A handler that applies the records to a store, unpublished. A write over a state that already shows it changes
    /// nothing.</summary>
    public static LogRecordHandler Into(SegmentStore store)
    {
        return (payload, path) => LogRecord.Read(payload, store.Form.Codec, path, (key, document) =>
        {
            store.Delete(key);
            if (document is not null)
                store.Append(document);
        });
    }
}
