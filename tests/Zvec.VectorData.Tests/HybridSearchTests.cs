using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Hybrid search is not there yet, and nothing says that it is.</summary>
public sealed class HybridSearchTests : StoreTests
{
    [Fact]
    public void Interface_is_not_implemented()
    {
        Assert.False(typeof(IKeywordHybridSearchable<Note>).IsAssignableFrom(typeof(ZvecCollection<string, Note>)));
        Assert.Null(Store.GetCollection<string, Note>("notes").GetService(typeof(IKeywordHybridSearchable<Note>)));
    }

    [Fact]
    public void Interface_is_not_registered()
    {
        using ServiceProvider provider = new ServiceCollection().AddZvecCollection<string, Note>("notes", Folder).BuildServiceProvider();
        Assert.Null(provider.GetService<IKeywordHybridSearchable<Note>>());
    }

    public sealed class Note
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreData(IsFullTextIndexed = true)]
        public string? Text { get; set; }
    }
}
