using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>One call of a writer: what it asks of a collection.</summary>
/// <param name="Kind">Which call.</param>
/// <param name="Entries">The documents of an insert, upsert or update, each with what an update takes from it.</param>
/// <param name="Keys">The keys of a deletion by key.</param>
/// <param name="Filter">The writer and the year of a deletion by filter.</param>
internal sealed record ScriptCall(
    ScriptCallKind Kind,
    IReadOnlyList<(long Key, ScriptDocument Document, ScriptChanges Changes)> Entries,
    IReadOnlyList<long> Keys,
    (int Writer, int Year) Filter)
{
    /// <summary>Makes the call.</summary>
    /// <returns>A result per document or key; for a deletion by filter one null per deleted document.</returns>
    public async Task<IReadOnlyList<ZvecErrorCode?>> RunAsync(Collection collection)
    {
        switch (Kind)
        {
            case ScriptCallKind.Insert:
                return Errors(await collection.InsertAsync(Entries.Select(entry => entry.Document.ToDocument(entry.Key))));
            case ScriptCallKind.Upsert:
                return Errors(await collection.UpsertAsync(Entries.Select(entry => entry.Document.ToDocument(entry.Key))));
            case ScriptCallKind.Update:
                return Errors(await collection.UpdateAsync(Entries.Select(entry => Partial(entry.Key, entry.Document, entry.Changes))));
            case ScriptCallKind.DeleteByKey:
                return Errors(await collection.DeleteAsync(Keys.Select(key => new DocumentKey(key))));
            case ScriptCallKind.DeleteByYear:
                return new ZvecErrorCode?[await collection.DeleteAsync($"writer = {Filter.Writer} and year = {Filter.Year}")];
            case ScriptCallKind.Flush:
                await collection.FlushAsync();
                return [];
            case ScriptCallKind.Optimize:
                await collection.OptimizeAsync();
                return [];
            case ScriptCallKind.CreateIndex:
                await collection.CreateIndexAsync("weight", new InvertedIndexOptions());
                return [];
            default:
                throw new InvalidOperationException($"There is no call of kind {Kind}.");
        }
    }

    private static IReadOnlyList<ZvecErrorCode?> Errors(IReadOnlyList<WriteResult> results) => [.. results.Select(result => result.Error)];

    private static Document Partial(long key, ScriptDocument document, ScriptChanges changes)
    {
        var partial = new Document(key) { ["call"] = document.Call };
        if (changes.HasFlag(ScriptChanges.Year))
            partial["year"] = document.Year;
        if (changes.HasFlag(ScriptChanges.Word))
            partial["word"] = document.Word;
        if (changes.HasFlag(ScriptChanges.Tags))
            partial["tags"] = document.Tags;
        if (changes.HasFlag(ScriptChanges.Embedding))
            partial["embedding"] = document.Embedding;
        if (changes.HasFlag(ScriptChanges.Second))
            partial["second"] = document.Second;
        return partial;
    }
}
