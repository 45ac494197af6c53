using Zvec.Engine.Documents;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine;

/// <summary>Deletes documents by key.</summary>
internal sealed class KeyDelete(IReadOnlyList<DocumentKey> keys) : WriteRequest<IReadOnlyList<WriteResult>>
{
    public override void Apply(SegmentStore store, ByteWriter record)
    {
        WriteResult[] results = new WriteResult[keys.Count];
        for (int i = 0; i < results.Length; i++)
        {
            bool deleted = store.Delete(keys[i]);
            if (deleted)
                LogRecord.AppendDelete(record, keys[i]);
            results[i] = new WriteResult(keys[i], deleted ? null : ZvecErrorCode.NotFound);
        }

        Result = results;
    }
}
