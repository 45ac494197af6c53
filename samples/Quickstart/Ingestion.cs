using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Zvec.Samples.Quickstart;

/// <summary>Puts the dictionary into the store, once: what an earlier run has stored is not stored again, even if that run was interrupted.</summary>
internal static class Ingestion
{
    private const int BatchSize = 1_000;

    // Batches are awaited one after the other, in the order of the file, so the last record is there only when all are.
    public static async Task<bool> IsCompleteAsync(VectorStoreCollection<string, Synset> collection) =>
        await collection.CollectionExistsAsync() && await collection.GetAsync(WordNet.LastId) is not null;

    /// <summary>Stores the meanings of the file that are missing, and reports after each batch how many of them the store has.</summary>
    public static async IAsyncEnumerable<int> RunAsync(
        VectorStoreCollection<string, Synset> collection, string folder, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await collection.EnsureCollectionExistsAsync(cancellationToken);
        int stored = 0;
        bool resuming = true;
        await foreach (var batch in WordNet.ReadAsync(folder, cancellationToken).Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            resuming = resuming && await HasAllAsync(collection, batch, cancellationToken);
            if (!resuming)
                await collection.UpsertAsync(batch, cancellationToken);
            stored += batch.Length;
            yield return stored;
        }

        if (stored != WordNet.Count)
            throw new InvalidDataException($"The dictionary has {stored:N0} meanings instead of {WordNet.Count:N0}.");
    }

    private static async Task<bool> HasAllAsync(
        VectorStoreCollection<string, Synset> collection, Synset[] batch, CancellationToken cancellationToken)
    {
        var keys = batch.Select(synset => synset.Id);
        return await collection.GetAsync(keys, cancellationToken: cancellationToken).CountAsync(cancellationToken) == batch.Length;
    }
}
