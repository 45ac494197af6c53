using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Zvec vector stores and collections with an <see cref="IServiceCollection"/>.</summary>
/// <remarks>Where options name no embedding generator, an <see cref="IEmbeddingGenerator"/> registered without a key is used, and likewise
/// an <see cref="ILoggerFactory"/>.</remarks>
public static class ZvecServiceCollectionExtensions
{
    private const string DynamicCodeMessage =
        "The mapping of record classes is incompatible with NativeAOT. For dynamic mapping via Dictionary<string, object?>, register a "
        + "store and call GetDynamicCollection().";

    private const string UnreferencedCodeMessage =
        "The mapping of record classes is incompatible with trimming. For dynamic mapping via Dictionary<string, object?>, register a "
        + "store and call GetDynamicCollection().";

    /// <summary>Registers a <see cref="ZvecVectorStore"/>, also as <see cref="VectorStore"/>.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="path">The folder of the store.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="lifetime">The lifetime of the store; a singleton by default.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddZvecVectorStore(
        this IServiceCollection services,
        string path,
        ZvecVectorStoreOptions? options = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton) =>
        AddKeyedZvecVectorStore(services, serviceKey: null, path, options, lifetime);

    /// <summary>Registers a <see cref="ZvecVectorStore"/> under a key, also as <see cref="VectorStore"/>.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key; null for none.</param>
    /// <param name="path">The folder of the store.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="lifetime">The lifetime of the store; a singleton by default.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKeyedZvecVectorStore(
        this IServiceCollection services,
        object? serviceKey,
        string path,
        ZvecVectorStoreOptions? options = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return AddStore(services, serviceKey, _ => path, _ => options, lifetime);
    }

    /// <summary>Registers a <see cref="ZvecVectorStore"/>, also as <see cref="VectorStore"/>, with a path that is found when the store is
    /// made.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="pathProvider">Returns the folder of the store.</param>
    /// <param name="optionsProvider">Returns the options; null for the defaults.</param>
    /// <param name="lifetime">The lifetime of the store; a singleton by default.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddZvecVectorStore(
        this IServiceCollection services,
        Func<IServiceProvider, string> pathProvider,
        Func<IServiceProvider, ZvecVectorStoreOptions>? optionsProvider = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton) =>
        AddKeyedZvecVectorStore(services, serviceKey: null, pathProvider, optionsProvider, lifetime);

    /// <summary>Registers a <see cref="ZvecVectorStore"/> under a key, also as <see cref="VectorStore"/>, with a path that is found when
    /// the store is made.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key; null for none.</param>
    /// <param name="pathProvider">Returns the folder of the store.</param>
    /// <param name="optionsProvider">Returns the options; null for the defaults.</param>
    /// <param name="lifetime">The lifetime of the store; a singleton by default.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKeyedZvecVectorStore(
        this IServiceCollection services,
        object? serviceKey,
        Func<IServiceProvider, string> pathProvider,
        Func<IServiceProvider, ZvecVectorStoreOptions>? optionsProvider = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(pathProvider);
        return AddStore(services, serviceKey, pathProvider, optionsProvider, lifetime);
    }

    /// <summary>Registers a <see cref="ZvecCollection{TKey, TRecord}"/>, also as <see cref="VectorStoreCollection{TKey, TRecord}"/>,
    /// <see cref="IVectorSearchable{TRecord}"/> and <see cref="IKeywordHybridSearchable{TRecord}"/>.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="services">The services to add to.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="path">The folder of the store.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="lifetime">The lifetime of the collection; a singleton by default.</param>
    /// <returns>The services.</returns>
    [RequiresDynamicCode(DynamicCodeMessage)]
    [RequiresUnreferencedCode(UnreferencedCodeMessage)]
    public static IServiceCollection AddZvecCollection<TKey, TRecord>(
        this IServiceCollection services,
        string name,
        string path,
        ZvecCollectionOptions? options = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class
        => AddKeyedZvecCollection<TKey, TRecord>(services, serviceKey: null, name, path, options, lifetime);

    /// <summary>Registers a <see cref="ZvecCollection{TKey, TRecord}"/> under a key, also as
    /// <see cref="VectorStoreCollection{TKey, TRecord}"/>, <see cref="IVectorSearchable{TRecord}"/> and
    /// <see cref="IKeywordHybridSearchable{TRecord}"/>.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key; null for none.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="path">The folder of the store.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="lifetime">The lifetime of the collection; a singleton by default.</param>
    /// <returns>The services.</returns>
    [RequiresDynamicCode(DynamicCodeMessage)]
    [RequiresUnreferencedCode(UnreferencedCodeMessage)]
    public static IServiceCollection AddKeyedZvecCollection<TKey, TRecord>(
        this IServiceCollection services,
        object? serviceKey,
        string name,
        string path,
        ZvecCollectionOptions? options = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return AddCollection<TKey, TRecord>(services, serviceKey, name, _ => path, _ => options, lifetime);
    }

    /// <summary>Registers a <see cref="ZvecCollection{TKey, TRecord}"/>, also as <see cref="VectorStoreCollection{TKey, TRecord}"/>,
    /// <see cref="IVectorSearchable{TRecord}"/> and <see cref="IKeywordHybridSearchable{TRecord}"/>, with a path that is found when the
    /// collection is made.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="services">The services to add to.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="pathProvider">Returns the folder of the store.</param>
    /// <param name="optionsProvider">Returns the options; null for the defaults.</param>
    /// <param name="lifetime">The lifetime of the collection; a singleton by default.</param>
    /// <returns>The services.</returns>
    [RequiresDynamicCode(DynamicCodeMessage)]
    [RequiresUnreferencedCode(UnreferencedCodeMessage)]
    public static IServiceCollection AddZvecCollection<TKey, TRecord>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, string> pathProvider,
        Func<IServiceProvider, ZvecCollectionOptions>? optionsProvider = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class
        => AddKeyedZvecCollection<TKey, TRecord>(services, serviceKey: null, name, pathProvider, optionsProvider, lifetime);

    /// <summary>Registers a <see cref="ZvecCollection{TKey, TRecord}"/> under a key, also as
    /// <see cref="VectorStoreCollection{TKey, TRecord}"/>, <see cref="IVectorSearchable{TRecord}"/> and
    /// <see cref="IKeywordHybridSearchable{TRecord}"/>, with a path that is found when the collection is made.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key; null for none.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="pathProvider">Returns the folder of the store.</param>
    /// <param name="optionsProvider">Returns the options; null for the defaults.</param>
    /// <param name="lifetime">The lifetime of the collection; a singleton by default.</param>
    /// <returns>The services.</returns>
    [RequiresDynamicCode(DynamicCodeMessage)]
    [RequiresUnreferencedCode(UnreferencedCodeMessage)]
    public static IServiceCollection AddKeyedZvecCollection<TKey, TRecord>(
        this IServiceCollection services,
        object? serviceKey,
        string name,
        Func<IServiceProvider, string> pathProvider,
        Func<IServiceProvider, ZvecCollectionOptions>? optionsProvider = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(pathProvider);
        return AddCollection<TKey, TRecord>(services, serviceKey, name, pathProvider, optionsProvider, lifetime);
    }

    private static IServiceCollection AddStore(
        IServiceCollection services,
        object? serviceKey,
        Func<IServiceProvider, string> pathProvider,
        Func<IServiceProvider, ZvecVectorStoreOptions?>? optionsProvider,
        ServiceLifetime lifetime)
    {
        services.Add(new ServiceDescriptor(
            typeof(ZvecVectorStore),
            serviceKey,
            (provider, _) => new ZvecVectorStore(pathProvider(provider), StoreOptions(provider, optionsProvider?.Invoke(provider))),
            lifetime));
        services.Add(new ServiceDescriptor(
            typeof(VectorStore), serviceKey, static (provider, key) => provider.GetRequiredKeyedService<ZvecVectorStore>(key), lifetime));
        return services;
    }

    [RequiresDynamicCode(DynamicCodeMessage)]
    [RequiresUnreferencedCode(UnreferencedCodeMessage)]
    private static IServiceCollection AddCollection<TKey, TRecord>(
        IServiceCollection services,
        object? serviceKey,
        string name,
        Func<IServiceProvider, string> pathProvider,
        Func<IServiceProvider, ZvecCollectionOptions?>? optionsProvider,
        ServiceLifetime lifetime)
        where TKey : notnull
        where TRecord : class
    {
        services.Add(new ServiceDescriptor(
            typeof(ZvecCollection<TKey, TRecord>),
            serviceKey,
            (provider, _) => new ZvecCollection<TKey, TRecord>(
                pathProvider(provider), name, CollectionOptions(provider, optionsProvider?.Invoke(provider))),
            lifetime));
        services.Add(new ServiceDescriptor(
            typeof(VectorStoreCollection<TKey, TRecord>),
            serviceKey,
            static (provider, key) => provider.GetRequiredKeyedService<ZvecCollection<TKey, TRecord>>(key),
            lifetime));
        services.Add(new ServiceDescriptor(
            typeof(IVectorSearchable<TRecord>),
            serviceKey,
            static (provider, key) => provider.GetRequiredKeyedService<ZvecCollection<TKey, TRecord>>(key),
            lifetime));
        services.Add(new ServiceDescriptor(
            typeof(IKeywordHybridSearchable<TRecord>),
            serviceKey,
            static (provider, key) => provider.GetRequiredKeyedService<ZvecCollection<TKey, TRecord>>(key),
            lifetime));
        return services;
    }

    // The caller's options object is never changed: it may serve several registrations.
    private static ZvecVectorStoreOptions StoreOptions(IServiceProvider provider, ZvecVectorStoreOptions? options) => new(options)
    {
        EmbeddingGenerator = options?.EmbeddingGenerator ?? provider.GetService<IEmbeddingGenerator>(),
        LoggerFactory = options?.LoggerFactory ?? provider.GetService<ILoggerFactory>(),
    };

    private static ZvecCollectionOptions CollectionOptions(IServiceProvider provider, ZvecCollectionOptions? options) => new(options)
    {
        EmbeddingGenerator = options?.EmbeddingGenerator ?? provider.GetService<IEmbeddingGenerator>(),
        LoggerFactory = options?.LoggerFactory ?? provider.GetService<ILoggerFactory>(),
    };
}
