using Microsoft.Extensions.VectorData;

namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>A store of another make: records in a list, those with the most keywords first; it keeps what it was asked.</summary>
public sealed class ListedPassages(IReadOnlyList<Passage> passages, string? system = "list") : IKeywordHybridSearchable<Passage>
{
    public object? Value { get; private set; }

    public IReadOnlyCollection<string> Keywords { get; private set; } = [];

    public HybridSearchOptions<Passage> Options { get; private set; } = new();

    public IAsyncEnumerable<VectorSearchResult<Passage>> HybridSearchAsync<TInput>(
        TInput searchValue,
        ICollection<string> keywords,
        int top,
        HybridSearchOptions<Passage>? options = null,
        CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        Value = searchValue;
        Keywords = [.. keywords];
        Options = options!;
        Func<Passage, bool> passes = options!.Filter?.Compile() ?? (_ => true);
        return passages
            .Where(passes)
            .Select(passage => new VectorSearchResult<Passage>(
                passage, keywords.Count(word => passage.Text.Contains(word, StringComparison.OrdinalIgnoreCase))))
            .OrderByDescending(result => result.Score)
            .Skip(options.Skip)
            .Take(top)
            .ToAsyncEnumerable();
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(VectorStoreCollectionMetadata) && system is not null
            ? new VectorStoreCollectionMetadata { VectorStoreSystemName = system, CollectionName = "passages" }
            : null;
}
