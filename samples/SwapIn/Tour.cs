using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Zvec.Samples.Quickstart;

namespace Zvec.Samples.SwapIn;

/// <summary>The program itself. It sees a <see cref="VectorStore"/>, and prints the same whichever it is.</summary>
/// <param name="store">The store.</param>
/// <param name="generator">Makes the vectors.</param>
internal sealed class Tour(VectorStore store, IEmbeddingGenerator<string, Embedding<float>> generator)
{
    /// <summary>The collection.</summary>
    public const string Name = "food";

    private const string Category = "noun.food";
    private const int BatchSize = 500;

    public async Task RunAsync(string data)
    {
        using VectorStoreCollection<string, Meaning> food = store.GetCollection<string, Meaning>(Name);
        await StoreAsync(food, data);

        Print("One record by its key");
        Meaning soup = await food.GetAsync("n07598762") ?? throw new InvalidOperationException("There is no such record.");
        Print(soup);

        Print("Those with the most links, but for one");
        var mostLinks = new FilteredRecordRetrievalOptions<Meaning> { OrderBy = order => order.Descending(meaning => meaning.Links) };
        await foreach (Meaning meaning in food.GetAsync(
            meaning => meaning.Links >= 30 && !meaning.Words.Contains("dish"), top: 3, mostLinks))
            Print(meaning);

        Print("The nearest to a question");
        ReadOnlyMemory<float> question = await generator.GenerateVectorAsync("a warm drink made of roasted beans");
        await foreach (VectorSearchResult<Meaning> hit in food.SearchAsync(question, top: 5))
            Print(hit.Record, hit.Score);

        Print("The nearest of those with many links");
        var manyLinks = new VectorSearchOptions<Meaning> { Filter = meaning => meaning.Links > 8 };
        await foreach (VectorSearchResult<Meaning> hit in food.SearchAsync(question, top: 3, manyLinks))
            Print(hit.Record, hit.Score);

        if (food is IKeywordHybridSearchable<Meaning> hybrid)
        {
            Print("By meaning and by words together");
            await foreach (VectorSearchResult<Meaning> hit in hybrid.HybridSearchAsync(question, ["coffee", "roasted"], top: 3))
                Print(hit.Record);
        }

        Print("A record that is replaced, and one that is deleted");
        soup = (await food.GetAsync(soup.Id, new() { IncludeVectors = true }))!;
        int links = soup.Links;
        soup.Links = -1;
        await food.UpsertAsync(soup);
        Print(await food.GetAsync(meaning => meaning.Links < 0, top: 10).SingleAsync());
        await food.DeleteAsync(soup.Id);
        Console.WriteLine($"  {(await food.GetAsync(soup.Id) is null ? "gone" : "still there")}");
        soup.Links = links;
        await food.UpsertAsync(soup);
    }

    private async Task StoreAsync(VectorStoreCollection<string, Meaning> food, string data)
    {
        await food.EnsureCollectionExistsAsync();
        int count = 0;
        await foreach (Synset[] batch in WordNet.ReadAsync(data).Where(synset => synset.Category == Category).Chunk(BatchSize))
        {
            var vectors = await generator.GenerateAsync(batch.Select(synset => synset.Meaning));
            await food.UpsertAsync(batch.Zip(vectors, (synset, vector) => new Meaning
            {
                Id = synset.Id,
                Words = synset.Words,
                Definition = synset.Definition,
                Links = synset.Links,
                Vector = vector.Vector,
            }));
            count += batch.Length;
        }

        string[] names = await store.ListCollectionNamesAsync().ToArrayAsync();
        Console.WriteLine($"{count:N0} records in the collection {string.Join(", ", names)}");
    }

    private static void Print(string title) => Console.WriteLine($"\n{title}");

    private static void Print(Meaning meaning, double? score = null) =>
        Console.WriteLine($"  {(score is null ? "" : $"{score:F3}  ")}{string.Join(", ", meaning.Words)}: {meaning.Definition}");
}
