using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public class SparseVectorTests : StoreTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(IndexKind.Flat, DistanceFunction.DotProductSimilarity)]
    [InlineData(null, DistanceFunction.NegativeDotProductSimilarity)]
    public async Task Records_are_found_by_sparse_vectors(string? kind, string? function)
    {
        ZvecCollection<int, Article> articles = await CreateAsync<int, Article>(definition: Definition(kind, function));
        await articles.UpsertAsync(
        [
            new Article { Id = 1, Year = 1990, Terms = new SparseVector([3, 7], [1, 2]) },
            new Article { Id = 2, Year = 2000, Terms = new SparseVector([7, 99], [3, 1]) },
            new Article { Id = 3, Year = 2010, Terms = new SparseVector([1], [1]) },
        ]);
        var query = new SparseVector([7, 99], [2, 1]);
        int sign = function == DistanceFunction.NegativeDotProductSimilarity ? -1 : 1;

        List<VectorSearchResult<Article>> hits = await articles.SearchAsync(query, 5, new() { IncludeVectors = true }).ToListAsync();
        Assert.Equal([(2, 7.0 * sign), (1, 4.0 * sign), (3, 0.0)], hits.Select(hit => (hit.Record.Id, hit.Score!.Value)));
        Assert.Equal(new SparseVector([7, 99], [3, 1]), hits[0].Record.Terms);

        hits = await articles.SearchAsync(
            query, 5, new() { Filter = article => article.Year < 2000, ScoreThreshold = 1 * sign }).ToListAsync();
        Assert.Equal([1], hits.Select(hit => hit.Record.Id));
        Article? back = await articles.GetAsync(3, new() { IncludeVectors = true });
        Assert.Equal(new SparseVector([1], [1]), back!.Terms);
    }

    [Fact]
    public async Task A_dynamic_collection_takes_them_beside_dense_vectors()
    {
        ZvecDynamicCollection articles = await CreateDynamicAsync(new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Id", typeof(int)),
                new VectorStoreVectorProperty("Terms", typeof(SparseVector), 30_522),
                new VectorStoreVectorProperty("Vector", typeof(float[]), 2),
            ],
        });
        await articles.UpsertAsync(
            new Dictionary<string, object?> { ["Id"] = 1, ["Terms"] = new SparseVector([30_521], [2]), ["Vector"] = new[] { 1f, 0 } });
        VectorSearchResult<Dictionary<string, object?>> hit = await articles.SearchAsync(
            new SparseVector([30_521], [4]), 1, new() { VectorProperty = record => record["Terms"] }).SingleAsync();
        Assert.Equal(8, hit.Score);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await articles.SearchAsync(
            new[] { 1f, 2 }, 1, new() { VectorProperty = record => record["Terms"] }).ToListAsync());
        await Assert.ThrowsAsync<NotSupportedException>(async () => await articles.SearchAsync(
            new SparseVector([1], [1]), 1, new() { VectorProperty = record => record["Vector"] }).ToListAsync());
    }

    [Theory]
    [InlineData(IndexKind.Hnsw, null)]
    [InlineData(null, DistanceFunction.CosineSimilarity)]
    public void Other_indexes_and_functions_are_refused_by_name(string? kind, string? function)
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(
            () => Store.GetCollection<int, Article>("articles", Definition(kind, function)));
        Assert.Contains("Terms", error.Message, StringComparison.Ordinal);
        Assert.Contains(kind ?? function!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_record_fits_the_collection_again()
    {
        await CreateAsync<int, Article>(definition: Definition(null, null));
        using ZvecVectorStore other = Open();
        ZvecCollection<int, Article> again = other.GetCollection<int, Article>("records", Definition(null, null));
        await again.EnsureCollectionExistsAsync();
        ZvecCollection<int, Article> smaller = other.GetCollection<int, Article>("records", Definition(IndexKind.Flat, null));
        await Assert.ThrowsAsync<InvalidOperationException>(() => smaller.EnsureCollectionExistsAsync());
    }

    private static VectorStoreCollectionDefinition Definition(string? kind, string? function) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty(nameof(Article.Id), typeof(int)),
            new VectorStoreDataProperty(nameof(Article.Year), typeof(int)),
            new VectorStoreVectorProperty(nameof(Article.Terms), typeof(SparseVector), 100)
            {
                IndexKind = kind, DistanceFunction = function,
            },
        ],
    };

    private sealed class Article
    {
        public int Id { get; set; }

        public int Year { get; set; }

        public SparseVector? Terms { get; set; }
    }
}
