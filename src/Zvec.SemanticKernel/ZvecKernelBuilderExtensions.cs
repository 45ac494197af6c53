using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel;
using Zvec.VectorData;

namespace Microsoft.SemanticKernel;

/// <summary>Registers Zvec vector stores, collections and text searches with an <see cref="IKernelBuilder"/>.</summary>
/// <remarks>The registrations are those of its services. Where options name no embedding generator, an <see cref="IEmbeddingGenerator"/>
/// registered without a key is used.</remarks>
public static class ZvecKernelBuilderExtensions
{
    /// <summary>Registers a <see cref="ZvecVectorStore"/>, also as <see cref="VectorStore"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The folder of the store.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="serviceId">The key; null for none.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddZvecVectorStore(
        this IKernelBuilder builder, string path, ZvecVectorStoreOptions? options = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedZvecVectorStore(serviceId, path, options);
        return builder;
    }

    /// <summary>Registers a <see cref="ZvecCollection{TKey, TRecord}"/>, also as <see cref="VectorStoreCollection{TKey, TRecord}"/>,
    /// <see cref="IVectorSearchable{TRecord}"/> and <see cref="IKeywordHybridSearchable{TRecord}"/>.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="path">The folder of the store.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="serviceId">The key; null for none.</param>
    /// <returns>The builder.</returns>
    [RequiresDynamicCode(ZvecTextSearchServiceCollectionExtensions.DynamicCodeMessage)]
    [RequiresUnreferencedCode(ZvecTextSearchServiceCollectionExtensions.UnreferencedCodeMessage)]
    public static IKernelBuilder AddZvecCollection<TKey, TRecord>(
        this IKernelBuilder builder, string name, string path, ZvecCollectionOptions? options = null, string? serviceId = null)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedZvecCollection<TKey, TRecord>(serviceId, name, path, options);
        return builder;
    }

    /// <summary>Registers a search of the registered <see cref="IKeywordHybridSearchable{TRecord}"/>, such as a collection that
    /// <see cref="AddZvecCollection{TKey, TRecord}"/> adds: as <see cref="HybridTextSearch{TRecord}"/>,
    /// <see cref="ITextSearch{TRecord}"/> and <c>ITextSearch</c>.</summary>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="serviceId">The key of the search, and of the collection where it is registered under that key; null for none.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddZvecTextSearch<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this IKernelBuilder builder, HybridTextSearchOptions<TRecord>? options = null, string? serviceId = null)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddZvecTextSearch(options, serviceId);
        return builder;
    }

    /// <summary>Registers a search of a collection in the registered <see cref="VectorStore"/>, whichever store that is: as
    /// <see cref="HybridTextSearch{TRecord}"/>, <see cref="ITextSearch{TRecord}"/> and <c>ITextSearch</c>.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="collectionName">The name of the collection.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="serviceId">The key of the search, and of the store where it is registered under that key; null for none.</param>
    /// <returns>The builder.</returns>
    [RequiresDynamicCode(ZvecTextSearchServiceCollectionExtensions.DynamicCodeMessage)]
    [RequiresUnreferencedCode(ZvecTextSearchServiceCollectionExtensions.UnreferencedCodeMessage)]
    public static IKernelBuilder AddZvecTextSearch<
        TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this IKernelBuilder builder,
        string collectionName,
        HybridTextSearchOptions<TRecord>? options = null,
        string? serviceId = null)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddZvecTextSearch<TKey, TRecord>(collectionName, options, serviceId);
        return builder;
    }
}
