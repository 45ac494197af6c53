using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.Engine;
using Zvec.SemanticKernel;
using Zvec.VectorData;

using var store = new ZvecVectorStore("data");
ZvecCollection<string, Page> pages = store.GetCollection<string, Page>("pages");
await pages.EnsureCollectionExistsAsync();
var vector = new ReadOnlyMemory<float>([1, 0, 0]);
await pages.UpsertAsync(new Page { Id = "p1", Title = "Codes", Text = "P0420: the catalyst is tired.", Year = 2024, Embedding = vector });
var crossEncoder = new LengthReranker();

internal sealed class LengthReranker : ITextReranker
{
    public ValueTask<IReadOnlyList<double>> ScoreAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken)
        => ValueTask.FromResult<IReadOnlyList<double>>([.. texts.Select(text => (double)text.Length)]);
}

internal sealed class Page
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData, TextSearchResultName]
    public string Title { get; set; } = "";

    [VectorStoreData(IsFullTextIndexed = true), TextSearchResultValue]
    public string Text { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public int Year { get; set; }

    [VectorStoreVector(3)]
    public ReadOnlyMemory<float> Embedding { get; set; }
}
