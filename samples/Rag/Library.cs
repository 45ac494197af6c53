using Microsoft.Extensions.VectorData;

namespace Zvec.Samples.Rag;

/// <summary>Keeps the stored chunks in step with the documents: embeds what is new or changed, and removes what is gone.</summary>
internal static class Library
{
    private const int BatchSize = 64;

    /// <returns>How many chunks there are, and how many of them were stored now.</returns>
    public static async Task<(int Count, int Stored)> UpdateAsync(VectorStoreCollection<string, Chunk> collection, string folder)
    {
        Chunk[] chunks = [.. Markdown.ReadFolder(folder)];
        await collection.EnsureCollectionExistsAsync();
        Dictionary<string, string> stored = await collection
            .GetAsync(_ => true, top: int.MaxValue)
            .ToDictionaryAsync(chunk => chunk.Id, chunk => chunk.Content);

        Chunk[] changed = [.. chunks.Where(chunk => stored.GetValueOrDefault(chunk.Id) != chunk.Content)];
        foreach (Chunk[] batch in changed.Chunk(BatchSize))
            await collection.UpsertAsync(batch);
        await collection.DeleteAsync(stored.Keys.Except(chunks.Select(chunk => chunk.Id)));
        return (chunks.Length, changed.Length);
    }
}
