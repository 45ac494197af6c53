using Zvec.Cli.Files;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary>Writes imported documents in batches, and keeps account of those that do not fit.</summary>
internal sealed class BatchWriter(IDocumentCollection collection, string mode, bool skipsInvalid)
{
    private readonly List<ImportedDocument> _batch = [];

    /// <summary>Documents that were written.</summary>
    public long Written { get; private set; }

    /// <summary>What was wrong with those that were not.</summary>
    public List<string> Problems { get; } = [];

    public async Task AddAsync(ImportedDocument document, int size, CancellationToken cancellationToken)
    {
        if (document.Document is null)
            Refuse(document, document.Problem!);
        else
            _batch.Add(document);
        if (_batch.Count >= size)
            await FlushAsync(cancellationToken);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_batch.Count == 0)
            return;
        try
        {
            await WriteAsync(_batch, cancellationToken);
        }
        catch (ZvecException exception) when (skipsInvalid && IsOfDocument(exception))
        {
            // one that does not fit keeps its whole batch out; each by itself finds it
            foreach (ImportedDocument document in _batch)
            {
                try
                {
                    await WriteAsync([document], cancellationToken);
                }
                catch (ZvecException single) when (IsOfDocument(single))
                {
                    Refuse(document, single);
                }
            }
        }

        _batch.Clear();
    }

    private static bool IsOfDocument(ZvecException exception) =>
        exception.Code is ZvecErrorCode.InvalidArgument or ZvecErrorCode.DimensionMismatch;

    private async Task WriteAsync(List<ImportedDocument> documents, CancellationToken cancellationToken)
    {
        IEnumerable<Document> given = documents.Select(document => document.Document!);
        IReadOnlyList<WriteResult> results = mode switch
        {
            "insert" => await collection.InsertAsync(given, cancellationToken),
            "update" => await collection.UpdateAsync(given, cancellationToken),
            _ => await collection.UpsertAsync(given, cancellationToken),
        };
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i].Error is { } error)
                Problems.Add($"{documents[i].Place}: {results[i].Key} {Describe(error)}");
            else
                Written++;
        }
    }

    private static string Describe(ZvecErrorCode error) => error switch
    {
        ZvecErrorCode.AlreadyExists => "exists already",
        ZvecErrorCode.NotFound => "does not exist",
        _ => error.ToString(),
    };

    private void Refuse(ImportedDocument document, ZvecException exception)
    {
        if (!skipsInvalid)
            throw new ZvecException(exception.Code, $"{document.Place}: {exception.Message} Nothing of its batch was written.", exception);
        Problems.Add($"{document.Place}: {exception.Message}");
    }
}
