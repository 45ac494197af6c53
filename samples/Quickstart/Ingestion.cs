using Microsoft.Extensions.VectorData;

namespace Zvec.Samples.Quickstart;

/// <summary>
/// Puts the dictionary into the store, once: what an earlier run has stored is not stored again, even if that run was interrupted.
/// </summary>
internal static class Ingestion
{
    private const int BatchSize = 1_000;

    /// <summary>Whether the store has everything.</summary>
    /// <remarks>Batches are awaited one after the other, in the order of the file, so the last record is there only when all are.</remarks>
    public static async Task<bool> IsCompleteAsync(VectorStoreCollection<string, Synset> collection) =>
        await collection.CollectionExistsAsync() && await collection.GetAsync(WordNet.LastId) is not null;

    /// <summary>Stores the meanings that are missing, and reports after each batch how many the store has.</summary>
    public static async IAsyncEnumerable<int> RunAsync(VectorStoreCollection<string, Synset> collection, string folder)
    {
        await collection.EnsureCollectionExistsAsync();
        int stored = 0;
        bool resuming = true;
        await foreach (var batch in WordNet.ReadAsync(folder).Chunk(BatchSize))
        {
            resuming = resuming && await HasAllAsync(collection, batch);
            if (!resuming)
                await collection.UpsertAsync(batch);
            stored += batch.Length;
            yield return stored;
        }

        if (stored != WordNet.Count)
            throw new InvalidDataException($"The dictionary has {stored:N0} meanings instead of {WordNet.Count:N0}.");
    }

    private static async Task<bool> HasAllAsync(VectorStoreCollection<string, Synset> collection, Synset[] batch) =>
        await collection.GetAsync(batch.Select(synset => synset.Id)).CountAsync() == batch.Length;
}
