using Zvec.Engine.Documents;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine;

/// <summary>Inserts, upserts or updates documents. They are checked and encoded before the write is queued, beside other writers.</summary>
internal sealed class DocumentWrite : WriteRequest<IReadOnlyList<WriteResult>>
{
    /// <summary>How often the bytes of a document are on their way to the log at once: in the record, the group and the log's
    /// buffer.</summary>
    private const int LogCopies = 3;

    /// <summary>How large an updated document gets is known only when it is merged; what it takes more comes out of the reserve of the
    /// disk.</summary>
    private const long UsualUpdateBytes = 1 << 16;

    private readonly DocumentWriteKind _kind;
    private readonly IReadOnlyList<Document> _documents;
    private readonly NormalizedDocument[] _normalized;
    private readonly Range[] _places;
    private readonly ByteWriter _encoded = new();
    private readonly MemoryBudget _memory;
    private DocumentForm _form;
    private long _memoryBytes;

    /// <exception cref="ZvecException">A document does not fit the schema, or all together are too large for one call.</exception>
    public DocumentWrite(DocumentWriteKind kind, IReadOnlyList<Document> documents, DocumentForm form, MemoryBudget memory)
    {
        _memory = memory;
        _kind = kind;
        _documents = documents;
        _normalized = new NormalizedDocument[documents.Count];
        _places = new Range[documents.Count];
        _form = form;
        Prepare();
    }

    public override bool GrowsWhenApplied => _kind == DocumentWriteKind.Update;

    public override long LogBytes =>
        _kind == DocumentWriteKind.Update ? _normalized.Length * UsualUpdateBytes : _encoded.Length + _normalized.Length;

    public override long MemoryBytes => _memoryBytes;

    public override void Apply(SegmentStore store, ByteWriter record)
    {
        if (!ReferenceEquals(store.Form, _form))
        {
            _form = store.Form;
            Prepare();
        }

        record.EnsureRoom(_encoded.Length + _normalized.Length);
        WriteResult[] results = new WriteResult[_normalized.Length];
        for (int i = 0; i < results.Length; i++)
            results[i] = new WriteResult(_normalized[i].Key, Apply(i, store, record));
        Result = results;
    }

    private ZvecErrorCode? Apply(int i, SegmentStore store, ByteWriter record)
    {
        NormalizedDocument document = _normalized[i];
        bool exists = store.TryFind(document.Key, out SegmentState state, out int row);
        if (exists && _kind == DocumentWriteKind.Insert)
            return ZvecErrorCode.AlreadyExists;
        if (!exists && _kind == DocumentWriteKind.Update)
            return ZvecErrorCode.NotFound;
        if (_kind == DocumentWriteKind.Update)
        {
            document = document.MergedInto(RowReader.Read(state.Segment, row, _form.Schema));
            if (!TryLog(document, record))
                return ZvecErrorCode.ResourceExhausted;
        }
        else
        {
            LogRecord.AppendPut(record, _encoded.Written[_places[i]]);
        }

        if (exists)
            state.Delete(row);
        store.Append(document);
        return null;
    }

    /// <summary>Logs an updated document, unless it has grown too large: how large it gets is known only now, when others of the call may
    /// be written already.</summary>
    private bool TryLog(NormalizedDocument document, ByteWriter record)
    {
        int start = record.Length;
        try
        {
            LogRecord.AppendPut(record, _form.Codec, document);
            if (record.Length <= Math.Min(LogRecord.MaxBytes, _memory.LargestUpdateRecord))
                return true;
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.ResourceExhausted)
        {
            // the codec names the limit; the caller gets the code as this document's result
        }

        record.Truncate(start);
        return false;
    }

    private void ThrowIfTooLarge(int last)
    {
        if (_memoryBytes <= _memory.LargestCall)
            return;
        throw new ZvecException(
            ZvecErrorCode.ResourceExhausted,
            $"The first {last + 1} of the {_normalized.Length} documents of one call to collection '{_form.Schema.Name}' take about "
                + $"{_memoryBytes} bytes of memory while they are written, and a call may take {_memory.LargestCall}: a quarter of "
                + $"CollectionOptions.MaxMemory, which is {_memory.Limit}. Write them in several calls, or open the collection "
                + "with a larger MaxMemory.");
    }

    private void Prepare()
    {
        _encoded.Clear();
        _memoryBytes = 0;
        long overhead = MutableSegment.OverheadPerDocument(_form.Schema);
        for (int i = 0; i < _normalized.Length; i++)
        {
            _normalized[i] = _form.Normalizer.Normalize(_documents[i], partial: _kind == DocumentWriteKind.Update);
            if (_kind == DocumentWriteKind.Update)
                continue;
            int start = _encoded.Length;
            _form.Codec.Encode(_encoded, _normalized[i]);
            _places[i] = start.._encoded.Length;
            int bytes = _encoded.Length - start;
            _memoryBytes += MutableSegment.Estimate(_normalized[i], bytes, overhead) + (LogCopies * bytes);
            ThrowIfTooLarge(i);
            if (_encoded.Length > LogRecord.MaxBytes - _normalized.Length)
            {
                throw new ZvecException(
                    ZvecErrorCode.ResourceExhausted,
                    $"The {_normalized.Length} documents of one call to collection '{_form.Schema.Name}' take more than "
                        + $"{LogRecord.MaxBytes} bytes. Write them in several calls.");
            }
        }
    }
}
