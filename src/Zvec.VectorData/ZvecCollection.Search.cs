using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Filtering;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <content>Records by nearness.</content>
public partial class ZvecCollection<TKey, TRecord>
{
    /// <inheritdoc/>
    /// <remarks>The options may be a <see cref="ZvecVectorSearchOptions{TRecord}"/>.</remarks>
    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new();
        MayIncludeVectors(options.IncludeVectors);
        return SearchCoreAsync(searchValue, top, options, cancellationToken);
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchCoreAsync(
        object searchValue, int top, VectorSearchOptions<TRecord> options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        VectorPropertyModel property = Model.GetVectorPropertyOrSingle(options);
        Filter? filter = options.Filter is null ? null : new LinqFilterTranslator().Translate(options.Filter, Model);
        VectorSearchInput input = await ToInputAsync(property, searchValue, cancellationToken).ConfigureAwait(false);
        Enter(cancellationToken);

        IReadOnlyList<SearchHit> hits;
        string function;
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            VectorSchema stored = FindVector(lease.Collection.Schema, property);
            function = DistanceFunctions.Reported(property.DistanceFunction, stored.Index.Metric);
            VectorQuery query = input.ToQuery(stored.Name, stored.Type, SearchWanted.From(top, options, filter));
            hits = lease.Collection.Search(query, cancellationToken);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Search");
        }

        foreach (SearchHit hit in hits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double score = DistanceFunctions.ToScore(function, hit.Score);

            // The hits come best first, so that nothing after one that fails can pass.
            if (options.ScoreThreshold is { } threshold && !DistanceFunctions.Passes(function, score, threshold))
                yield break;

            yield return new VectorSearchResult<TRecord>(_mapping.ToRecord<TRecord>(hit.Document, options.IncludeVectors), score);
        }
    }

    /// <summary>The vector to search with: the value itself, or what the generator makes of it. The value's own type decides.</summary>
    private static async ValueTask<VectorSearchInput> ToInputAsync(
        VectorPropertyModel property, object value, CancellationToken cancellationToken)
    {
        if (VectorCodec.TryGetFor(value, out VectorCodec? codec) && codec.CanSearch(property))
            return codec.ToInput(value);

        if (property.EmbeddingGenerationDispatcher is not null)
        {
            Embedding embedding = await property.GenerateEmbeddingAsync(value, cancellationToken).ConfigureAwait(false);
            return VectorCodec.TryGetFor(embedding, out codec)
                ? codec.ToInput(embedding)
                : throw new InvalidOperationException(VectorDataStrings.EmbeddingGeneratorWithInvalidEmbeddingType(property));
        }

        throw property.EmbeddingGenerator is null
            ? new NotSupportedException(
                VectorDataStrings.InvalidSearchInputAndNoEmbeddingGeneratorWasConfigured(value.GetType(), VectorCodec.SupportedTypes))
            : new InvalidOperationException(
                VectorDataStrings.IncompatibleEmbeddingGeneratorWasConfiguredForInputType(
                    value.GetType(), property.EmbeddingGenerator.GetType()));
    }

    private VectorSchema FindVector(CollectionSchema schema, VectorPropertyModel property)
    {
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (vector.Name == property.StorageName)
                return vector;
        }

        throw new ZvecException(
            ZvecErrorCode.NotFound,
            $"Collection '{Name}' has no vector '{property.StorageName}', as property '{property.ModelName}' needs. "
            + "EnsureCollectionExistsAsync adds it where that is possible.");
    }
}
