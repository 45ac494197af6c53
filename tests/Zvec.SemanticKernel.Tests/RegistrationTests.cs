using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel.Tests.Support;
using Zvec.VectorData;

namespace Zvec.SemanticKernel.Tests;

/// <summary>Stores, collections and searches registered with a kernel.</summary>
public sealed class RegistrationTests(Passages passages) : IClassFixture<Passages>
{
    [Fact]
    public async Task A_search_of_a_registered_collection()
    {
        using ServiceProvider services = Build(builder =>
            builder.AddZvecCollection<string, Passage>(Passages.Name, passages.Path).AddZvecTextSearch<Passage>());
        await FindsAsync(services.GetRequiredService<HybridTextSearch<Passage>>());
        await FindsAsync(services.GetRequiredService<ITextSearch<Passage>>());
        await FindsUntypedAsync(services.GetRequiredService<ITextSearch>());
        Assert.NotNull(services.GetRequiredService<VectorStoreCollection<string, Passage>>());
    }

    [Fact]
    public async Task A_search_of_a_collection_in_the_registered_store()
    {
        using ServiceProvider services = Build(builder =>
            builder.AddZvecVectorStore(passages.Path).AddZvecTextSearch<string, Passage>(Passages.Name));
        Assert.Same(services.GetRequiredService<ZvecVectorStore>(), services.GetRequiredService<VectorStore>());
        await FindsAsync(services.GetRequiredService<ITextSearch<Passage>>());
    }

    [Fact]
    public async Task Searches_under_keys_stand_side_by_side()
    {
        using ServiceProvider services = Build(builder => builder
            .AddZvecVectorStore(passages.Path, serviceId: "all")
            .AddZvecCollection<string, Passage>(Passages.Name, passages.Path, serviceId: "sky")
            .AddZvecTextSearch<string, Passage>(Passages.Name, serviceId: "all")
            .AddZvecTextSearch<Passage>(new() { Filter = passage => passage.Subject == "sky" }, serviceId: "sky"));
        await FindsAsync(services.GetRequiredKeyedService<ITextSearch<Passage>>("all"));
        Assert.Equal(3, await CountAsync(services.GetRequiredKeyedService<ITextSearch<Passage>>("sky")));
        Assert.Equal(12, await CountAsync(services.GetRequiredKeyedService<HybridTextSearch<Passage>>("all")));
        Assert.NotNull(services.GetRequiredKeyedService<ITextSearch>("sky"));
        Assert.Null(services.GetService<ITextSearch<Passage>>());
    }

    [Fact]
    public async Task A_search_under_a_key_falls_back_on_what_has_none()
    {
        using ServiceProvider services = Build(builder => builder
            .AddZvecVectorStore(passages.Path)
            .AddZvecCollection<string, Passage>(Passages.Name, passages.Path)
            .AddZvecTextSearch<string, Passage>(Passages.Name, serviceId: "of the store")
            .AddZvecTextSearch<Passage>(serviceId: "of the collection"));
        await FindsAsync(services.GetRequiredKeyedService<ITextSearch<Passage>>("of the store"));
        await FindsAsync(services.GetRequiredKeyedService<ITextSearch<Passage>>("of the collection"));
    }

    [Fact]
    public async Task A_registered_mapper_serves_where_the_options_have_none()
    {
        using ServiceProvider services = Build(builder =>
        {
            builder.AddZvecCollection<string, Passage>(Passages.Name, passages.Path).AddZvecTextSearch<Passage>();
            builder.AddZvecTextSearch<Passage>(new() { ResultMapper = _ => new TextSearchResult("own") }, serviceId: "own");
            builder.Services.AddSingleton<ITextSearchResultMapper>(
                new TextSearchResultMapper(record => new TextSearchResult(((Passage)record).Id)));
        });
        Assert.Equal("p3", await FirstAsync(services.GetRequiredService<ITextSearch<Passage>>()));
        Assert.Equal("own", await FirstAsync(services.GetRequiredKeyedService<ITextSearch<Passage>>("own")));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        using ServiceProvider services = Build(builder => builder.AddZvecTextSearch<Passage>());
        var failure = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<ITextSearch<Passage>>());
        Assert.Contains("AddZvecCollection", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => ((IKernelBuilder)null!).AddZvecVectorStore("data"));
        Assert.Throws<ArgumentException>(() => Kernel.CreateBuilder().AddZvecTextSearch<string, Passage>(" "));
    }

    private static ServiceProvider Build(Action<IKernelBuilder> register)
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IEmbeddingGenerator>(Passages.Generator);
        register(builder);
        return (ServiceProvider)builder.Build().Services;
    }

    private static async Task FindsAsync(ITextSearch<Passage> search) =>
        Assert.Equal(Passages.All[2].Text, await FirstAsync(search));

    private static async Task<string> FirstAsync(ITextSearch<Passage> search) =>
        await (await search.SearchAsync("P0420")).Results.FirstAsync();

    private static async Task FindsUntypedAsync(ITextSearch search) =>
        Assert.Equal(Passages.All[2].Text, await (await search.SearchAsync("P0420")).Results.FirstAsync());

    private static async Task<int> CountAsync(ITextSearch<Passage> search) =>
        await (await search.SearchAsync("P0420", new() { Top = 50 })).Results.CountAsync();
}
