using Zvec.Engine.Verification;

namespace Zvec.Engine;

/// <summary>Writes what a salvage recovers into the new collection, many documents a call.</summary>
internal sealed class SalvageTarget(Collection collection, SalvageLosses losses) : ISalvageTarget
{
    private const int BatchDocuments = 256;

    private readonly List<Document> _puts = [];
    private readonly List<DocumentKey> _deletes = [];

    public void Put(Document document)
    {
        WriteDeletes();
        _puts.Add(document);
        if (_puts.Count == BatchDocuments)
            WritePuts();
    }

    public void Delete(DocumentKey key)
    {
        WritePuts();
        _deletes.Add(key);
        if (_deletes.Count == BatchDocuments)
            WriteDeletes();
    }

    /// <summary>Writes what was gathered.</summary>
    public void Flush()
    {
        WritePuts();
        WriteDeletes();
    }

    private void WriteDeletes()
    {
        if (_deletes.Count > 0)
            collection.DeleteAsync(_deletes).GetAwaiter().GetResult();
        _deletes.Clear();
    }

    private void WritePuts()
    {
        if (_puts.Count == 0)
            return;
        Document[] batch = [.. _puts];
        _puts.Clear();
        if (!TryWrite(batch))
        {
            foreach (Document document in batch)
            {
                if (!TryWrite([document]))
                    losses.Keys.Add(document.Key);
            }
        }
    }

    /// <returns>False when a document does not fit the schema, or all of them do not fit into one call.</returns>
    private bool TryWrite(Document[] documents)
    {
        try
        {
            collection.UpsertAsync(documents).GetAwaiter().GetResult();
            return true;
        }
        catch (ZvecException exception) when (exception.Code is ZvecErrorCode.InvalidArgument or ZvecErrorCode.DimensionMismatch
            || (exception.Code == ZvecErrorCode.ResourceExhausted && documents.Length > 1))
        {
            return false;
        }
    }
}
