using Zvec.Engine.Documents;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine;

/// <summary>Inserts, upserts or updates documents that were checked against the schema.</summary>
internal sealed class DocumentWrite : WriteRequest<IReadOnlyList<WriteResult>>
{
    private readonly DocumentWriteKind _kind;
    private readonly IReadOnlyList<Document> _documents;
    private CollectionSchema _schema;
    private NormalizedDocument[] _normalized;

    public DocumentWrite(DocumentWriteKind kind, IReadOnlyList<Document> documents, CollectionSchema schema)
    {
        _kind = kind;
        _documents = documents;
        _schema = schema;
        _normalized = Normalize();
    }

    public override void Apply(SegmentStore store, ByteWriter record)
    {
        if (!ReferenceEquals(store.Schema, _schema))
        {
            _schema = store.Schema;
            _normalized = Normalize();
        }

        var codec = new DocumentCodec(_schema);
        WriteResult[] results = new WriteResult[_normalized.Length];
        for (int i = 0; i < results.Length; i++)
        {
            NormalizedDocument document = _normalized[i];
            bool exists = store.TryFind(document.Key, out SegmentState state, out int row);
            ZvecErrorCode? error = (_kind, exists) switch
            {
                (DocumentWriteKind.Insert, true) => ZvecErrorCode.AlreadyExists,
                (DocumentWriteKind.Update, false) => ZvecErrorCode.NotFound,
                _ => null,
            };
            results[i] = new WriteResult(document.Key, error);
            if (error is not null)
                continue;
            if (_kind == DocumentWriteKind.Update)
                document = document.MergedInto(RowReader.Read(state.Segment, row, _schema));
            LogRecord.AppendPut(record, codec, document);
            if (exists)
                state.Delete(row);
            store.Append(document);
        }

        Result = results;
    }

    private NormalizedDocument[] Normalize()
    {
        var normalizer = new DocumentNormalizer(_schema);
        return [.. _documents.Select(document => normalizer.Normalize(document, partial: _kind == DocumentWriteKind.Update))];
    }
}
