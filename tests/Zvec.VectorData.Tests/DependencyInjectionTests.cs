using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public sealed class DependencyInjectionTests : StoreTests
{
    public static TheoryData<ServiceLifetime, string?, bool> Registrations
    {
        get
        {
            var data = new TheoryData<ServiceLifetime, string?, bool>();
            foreach (ServiceLifetime lifetime in Enum.GetValues<ServiceLifetime>())
            {
                foreach (string? key in new[] { null, "key" })
                {
                    data.Add(lifetime, key, true);
                    data.Add(lifetime, key, false);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public void Store_is_registered_with_its_abstraction(ServiceLifetime lifetime, string? key, bool byProvider)
    {
        var services = new ServiceCollection();
        services.AddSingleton(new Place(Folder));
        _ = (key, byProvider) switch
        {
            (null, false) => services.AddZvecVectorStore(Folder, lifetime: lifetime),
            (null, true) => services.AddZvecVectorStore(provider => provider.GetRequiredService<Place>().Path, lifetime: lifetime),
            (_, false) => services.AddKeyedZvecVectorStore(key, Folder, lifetime: lifetime),
            (_, true) => services.AddKeyedZvecVectorStore(key, provider => provider.GetRequiredService<Place>().Path, lifetime: lifetime),
        };
        CheckLifetime<ZvecVectorStore, VectorStore>(services, lifetime, key);
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public void Collection_is_registered_with_its_abstractions(ServiceLifetime lifetime, string? key, bool byProvider)
    {
        var services = new ServiceCollection();
        services.AddSingleton(new Place(Folder));
        _ = (key, byProvider) switch
        {
            (null, false) => services.AddZvecCollection<string, Note>("notes", Folder, lifetime: lifetime),
            (null, true) => services.AddZvecCollection<string, Note>(
                "notes", provider => provider.GetRequiredService<Place>().Path, lifetime: lifetime),
            (_, false) => services.AddKeyedZvecCollection<string, Note>(key, "notes", Folder, lifetime: lifetime),
            (_, true) => services.AddKeyedZvecCollection<string, Note>(
                key, "notes", provider => provider.GetRequiredService<Place>().Path, lifetime: lifetime),
        };
        CheckLifetime<ZvecCollection<string, Note>, VectorStoreCollection<string, Note>>(services, lifetime, key);
        CheckLifetime<ZvecCollection<string, Note>, IVectorSearchable<Note>>(services, lifetime, key);
        CheckLifetime<ZvecCollection<string, Note>, IKeywordHybridSearchable<Note>>(services, lifetime, key);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>(() => ZvecServiceCollectionExtensions.AddZvecVectorStore(null!, Folder));
        Assert.Throws<ArgumentNullException>(() => ZvecServiceCollectionExtensions.AddKeyedZvecVectorStore(null!, "key", _ => Folder));
        Assert.Throws<ArgumentNullException>(() => ZvecServiceCollectionExtensions.AddZvecCollection<string, Note>(null!, "notes", Folder));
        Assert.Throws<ArgumentNullException>(() => services.AddZvecVectorStore((string)null!));
        Assert.Throws<ArgumentException>(() => services.AddZvecVectorStore(""));
        Assert.Throws<ArgumentNullException>(() => services.AddZvecVectorStore((Func<IServiceProvider, string>)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddZvecCollection<string, Note>(null!, Folder));
        Assert.Throws<ArgumentException>(() => services.AddZvecCollection<string, Note>("", Folder));
        Assert.Throws<ArgumentNullException>(() => services.AddZvecCollection<string, Note>("notes", (string)null!));
        Assert.Throws<ArgumentException>(() => services.AddKeyedZvecCollection<string, Note>("key", "notes", ""));
        Assert.Throws<ArgumentNullException>(
            () => services.AddKeyedZvecCollection<string, Note>("key", "notes", (Func<IServiceProvider, string>)null!));
        Assert.Empty(services);
    }

    [Fact]
    public async Task Generator_is_added_to_a_copy_of_the_options()
    {
        var storeOptions = new ZvecVectorStoreOptions { Durability = Durability.Buffered };
        var collectionOptions =
            new ZvecCollectionOptions { Durability = Durability.Buffered, VectorIndexes = { [nameof(Text.Content)] = new() { M = 8 } } };
        var services = new ServiceCollection();
        services.AddSingleton<IEmbeddingGenerator>(new LetterGenerator());
        services.AddZvecVectorStore(Folder, storeOptions);
        services.AddKeyedZvecVectorStore("provided", _ => Folder, _ => storeOptions);
        services.AddZvecCollection<string, Text>("texts", Folder, collectionOptions);
        await using ServiceProvider provider = services.BuildServiceProvider();

        var texts = provider.GetRequiredService<ZvecCollection<string, Text>>();
        await texts.EnsureCollectionExistsAsync();
        Assert.Equal(8, ((HnswIndexOptions)IndexOf("texts")).M);
        await texts.UpsertAsync(new Text { Id = "a", Content = "alpha" });
        foreach (VectorStore store in new[] { provider.GetRequiredService<VectorStore>(),
            provider.GetRequiredKeyedService<VectorStore>("provided") })
            Assert.Equal("a", (await store.GetCollection<string, Text>("texts").SearchAsync("alpha", 1).SingleAsync()).Record.Id);
        Assert.Null(storeOptions.EmbeddingGenerator);
        Assert.Null(collectionOptions.EmbeddingGenerator);
    }

    private VectorIndexOptions IndexOf(string folder)
    {
        using Collection raw = Collection.Open(Path.Combine(Folder, folder), new CollectionOptions { ReadOnly = true });
        return raw.Schema.Vectors.Single().Index;
    }

    [Fact]
    public void Several_stores_live_side_by_side()
    {
        var services = new ServiceCollection();
        services.AddSingleton<VectorStore>(_ => throw new InvalidOperationException("the other implementation"));
        services.AddZvecVectorStore(Folder);
        services.AddKeyedZvecVectorStore("second", Path.Combine(Folder, "second"));
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.IsType<ZvecVectorStore>(provider.GetRequiredService<VectorStore>());
        Assert.NotSame(provider.GetRequiredService<VectorStore>(), provider.GetRequiredKeyedService<VectorStore>("second"));
    }

    private static void CheckLifetime<TService, TAbstraction>(ServiceCollection services, ServiceLifetime lifetime, string? key)
        where TService : class, TAbstraction
        where TAbstraction : class
    {
        using ServiceProvider provider = services.BuildServiceProvider();
        using IServiceScope scope = provider.CreateScope();
        using IServiceScope other = provider.CreateScope();
        TService Service(IServiceScope from) =>
            key is null ? from.ServiceProvider.GetRequiredService<TService>() : from.ServiceProvider.GetRequiredKeyedService<TService>(key);
        TAbstraction Abstraction(IServiceScope from) =>
            key is null
                ? from.ServiceProvider.GetRequiredService<TAbstraction>()
                : from.ServiceProvider.GetRequiredKeyedService<TAbstraction>(key);

        Assert.IsType<TService>(Abstraction(scope));
        Assert.Equal(lifetime != ServiceLifetime.Transient, ReferenceEquals(Service(scope), Abstraction(scope)));
        Assert.Equal(lifetime == ServiceLifetime.Singleton, ReferenceEquals(Service(scope), Service(other)));
    }

    public sealed record Place(string Path);

    public sealed class Note
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }

    public sealed class Text
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreVector(3)]
        public string? Content { get; set; }
    }
}
