using Zvec.Engine.Documents;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine;

/// <summary>Deletes documents by key.</summary>
internal sealed class KeyDelete(IReadOnlyList<DocumentKey> keys) : WriteRequest<IReadOnlyList<WriteResult>>
{
    /// <summary>Bytes that one deletion takes in the log at most.</summary>
    private const int LargestDelete = DocumentKey.MaxTextBytes + 16;

    public override void Apply(SegmentStore store, ByteWriter record)
    {
        long mostBytes = Math.Min(LogRecord.MaxBytes, store.Memory.LargestUpdateRecord) - LargestDelete;
        WriteResult[] results = new WriteResult[keys.Count];
        for (int i = 0; i < results.Length; i++)
        {
            bool exists = store.TryFind(keys[i], out SegmentState state, out int row);
            if (exists && record.Length < mostBytes)
            {
                LogRecord.AppendDelete(record, keys[i]);
                state.Delete(row);
                results[i] = new WriteResult(keys[i]);
            }
            else
            {
                results[i] = new WriteResult(keys[i], exists ? ZvecErrorCode.ResourceExhausted : ZvecErrorCode.NotFound);
            }
        }

        Result = results;
    }
}
