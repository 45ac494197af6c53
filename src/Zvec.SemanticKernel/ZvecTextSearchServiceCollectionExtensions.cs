using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers hybrid text searches with an <see cref="IServiceCollection"/>.</summary>
/// <remarks>
/// A search is registered as <see cref="HybridTextSearch{TRecord}"/>, <see cref="ITextSearch{TRecord}"/> and <c>ITextSearch</c>. It is
/// transient, because nothing is known of how long its collection lives; it keeps nothing of its own. Where its options name no way to make
/// results, a registered <see cref="ITextSearchResultMapper"/> makes them.
/// </remarks>
public static class ZvecTextSearchServiceCollectionExtensions
{
    internal const string DynamicCodeMessage = "The mapping of record classes is incompatible with NativeAOT.";

    internal const string UnreferencedCodeMessage = "The mapping of record classes is incompatible with trimming.";

    /// <summary>Registers a search of the registered <see cref="IKeywordHybridSearchable{TRecord}"/>, such as a collection that
    /// <c>AddZvecCollection</c> adds.</summary>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="services">The services to add to.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="serviceId">The key of the search, and of the collection where it is registered under that key; null for none.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddZvecTextSearch<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this IServiceCollection services, HybridTextSearchOptions<TRecord>? options = null, string? serviceId = null)
        where TRecord : class =>
        Add(
            services,
            provider => (serviceId is null ? null : provider.GetKeyedService<IKeywordHybridSearchable<TRecord>>(serviceId))
                ?? provider.GetService<IKeywordHybridSearchable<TRecord>>()
                ?? throw new InvalidOperationException(
                    $"No IKeywordHybridSearchable<{typeof(TRecord).Name}> is registered for the text search. Register one, such as "
                    + "with AddZvecCollection, or give AddZvecTextSearch the name of one in the registered store."),
            options,
            serviceId);

    /// <summary>Registers a search of a collection in the registered <see cref="VectorStore"/>, whichever store that is.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="services">The services to add to.</param>
    /// <param name="collectionName">The name of the collection.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="serviceId">The key of the search, and of the store where it is registered under that key; null for none.</param>
    /// <returns>The services.</returns>
    [RequiresDynamicCode(DynamicCodeMessage)]
    [RequiresUnreferencedCode(UnreferencedCodeMessage)]
    public static IServiceCollection AddZvecTextSearch<
        TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this IServiceCollection services,
        string collectionName,
        HybridTextSearchOptions<TRecord>? options = null,
        string? serviceId = null)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(collectionName);
        return Add(services, provider => FindCollection<TKey, TRecord>(provider, collectionName, serviceId), options, serviceId);
    }

    [RequiresDynamicCode(DynamicCodeMessage)]
    [RequiresUnreferencedCode(UnreferencedCodeMessage)]
    private static IKeywordHybridSearchable<TRecord> FindCollection<TKey, TRecord>(
        IServiceProvider provider, string collectionName, string? serviceId)
        where TKey : notnull
        where TRecord : class
    {
        VectorStore store = (serviceId is null ? null : provider.GetKeyedService<VectorStore>(serviceId))
            ?? provider.GetRequiredService<VectorStore>();
        return store.GetCollection<TKey, TRecord>(collectionName) as IKeywordHybridSearchable<TRecord>
            ?? throw new NotSupportedException($"The collections of {store.GetType()} have no hybrid search.");
    }

    private static IServiceCollection Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        IServiceCollection services,
        Func<IServiceProvider, IKeywordHybridSearchable<TRecord>> findRecords,
        HybridTextSearchOptions<TRecord>? options,
        string? serviceId)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddKeyedTransient(
            serviceId, (provider, _) => new HybridTextSearch<TRecord>(findRecords(provider), WithMapper(provider, options)));
        services.AddKeyedTransient<ITextSearch<TRecord>>(
            serviceId, static (provider, key) => provider.GetRequiredKeyedService<HybridTextSearch<TRecord>>(key));

        // Plugins and providers of Semantic Kernel ask for the interface that is marked as obsolete.
#pragma warning disable CS0618
        services.AddKeyedTransient<ITextSearch>(
            serviceId, static (provider, key) => provider.GetRequiredKeyedService<HybridTextSearch<TRecord>>(key));
#pragma warning restore CS0618
        return services;
    }

    private static HybridTextSearchOptions<TRecord>? WithMapper<TRecord>(
        IServiceProvider provider, HybridTextSearchOptions<TRecord>? options)
    {
        if (options?.ResultMapper is not null || provider.GetService<ITextSearchResultMapper>() is not { } mapper)
            return options;

        HybridTextSearchOptions<TRecord> copy = options?.Copy() ?? new HybridTextSearchOptions<TRecord>();
        copy.ResultMapper = record => mapper.MapFromResultToTextSearchResult(record!);
        return copy;
    }
}
