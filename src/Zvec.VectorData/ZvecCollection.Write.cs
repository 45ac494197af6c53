using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <content>Upserts and deletes.</content>
public partial class ZvecCollection<TKey, TRecord>
{
    /// <inheritdoc/>
    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return UpsertCoreAsync([record], cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The records are written together: all of them or, when one is not valid or the write fails, none. Of several with the
    /// same key the last one stays.</remarks>
    public override Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        TRecord[] all = [.. records];
        if (Array.Exists(all, record => record is null))
            throw new ArgumentException("One of the records is null.", nameof(records));

        return UpsertCoreAsync(all, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return DeleteCoreAsync([ToKey(key, nameof(key))], cancellationToken);
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return DeleteCoreAsync([.. keys.Select(key => ToKey(key, nameof(keys)))], cancellationToken);
    }

    /// <summary>Brings the collection into its best state now: one segment on disk, with its indexes built. Never needed, since the store
    /// gets near it in the background, but good after a large import, above all in a process that ends soon. Reads and writes go on
    /// meanwhile.</summary>
    /// <param name="cancellationToken">Cancels; the collection then is as good as it was before.</param>
    /// <exception cref="VectorStoreException">The collection does not exist, takes no writes, or the operation failed.</exception>
    public async Task OptimizeAsync(CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        try
        {
            using CollectionLease lease = await _access.LeaseForWritingAsync(Name, cancellationToken).ConfigureAwait(false);
            await lease.Collection.OptimizeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Optimize");
        }
    }

    private async Task UpsertCoreAsync(TRecord[] records, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        if (records.Length == 0)
            return;

        IReadOnlyList<object?>?[] embeddings = await GenerateEmbeddingsAsync(records, cancellationToken).ConfigureAwait(false);
        var generated = new List<TRecord>();
        bool written = false;
        try
        {
            Document[] documents = ToDocuments(records, embeddings, generated);
            using CollectionLease lease = await _access.LeaseForWritingAsync(Name, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<WriteResult> results = await lease.Collection.UpsertAsync(documents, cancellationToken).ConfigureAwait(false);
            ThrowIfFailed(results);
            written = true;
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Upsert");
        }
        finally
        {
            // A record that was not written must not look as if it had been.
            if (!written)
            {
                foreach (TRecord record in generated)
                    Model.KeyProperty.SetValueAsObject(record, Guid.Empty);
            }
        }
    }

    private async Task DeleteCoreAsync(DocumentKey[] keys, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        if (keys.Length == 0)
            return;

        try
        {
            using CollectionLease lease = await _access.LeaseForWritingAsync(Name, cancellationToken).ConfigureAwait(false);
            await lease.Collection.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Delete");
        }
    }

    /// <summary>Asks each generator once for all records. The result has a list for each vector property, or null where nothing is
    /// generated.</summary>
    private async Task<IReadOnlyList<object?>?[]> GenerateEmbeddingsAsync(TRecord[] records, CancellationToken cancellationToken)
    {
        var embeddings = new IReadOnlyList<object?>?[_mapping.Vectors.Length];
        for (int i = 0; i < embeddings.Length; i++)
        {
            if (_mapping.Vectors[i].IsGenerated)
                embeddings[i] = await GenerateEmbeddingsAsync(_mapping.Vectors[i], records, cancellationToken).ConfigureAwait(false);
        }

        return embeddings;
    }

    private static async Task<object?[]> GenerateEmbeddingsAsync(
        MappedVector vector, TRecord[] records, CancellationToken cancellationToken)
    {
        object?[] inputs = [.. records.Select(vector.Property.GetValueAsObject)];

        // Where the vector may be missing, a record without input goes without; elsewhere the generator's dispatcher refuses it.
        object?[] given = vector.IsNullable ? [.. inputs.Where(input => input is not null)] : inputs;
        var embeddings = new object?[inputs.Length];
        if (given.Length == 0)
            return embeddings;

        IReadOnlyList<Embedding> made = await vector.Property.GenerateEmbeddingsAsync(given, cancellationToken).ConfigureAwait(false);
        if (made.Count != given.Length)
        {
            throw new InvalidOperationException(
                $"The embedding generator of property '{vector.Property.ModelName}' returned {made.Count} embeddings for {given.Length} "
                + "values.");
        }

        for (int i = 0, next = 0; i < inputs.Length; i++)
        {
            if (!vector.IsNullable || inputs[i] is not null)
                embeddings[i] = made[next++];
        }

        return embeddings;
    }

    private Document[] ToDocuments(TRecord[] records, IReadOnlyList<object?>?[] embeddings, List<TRecord> generated)
    {
        var documents = new Document[records.Length];
        var ofRecord = new object?[embeddings.Length];
        for (int i = 0; i < records.Length; i++)
        {
            for (int vector = 0; vector < ofRecord.Length; vector++)
                ofRecord[vector] = embeddings[vector]?[i];
            documents[i] = _mapping.ToDocument(records[i], KeyOf(records[i], generated), ofRecord);
        }

        return documents;
    }

    /// <summary>The key of a record; a new one, set in the record, where keys are generated and it has none.</summary>
    private DocumentKey KeyOf(TRecord record, List<TRecord> generated)
    {
        KeyPropertyModel property = Model.KeyProperty;
        object? key = property.GetValueAsObject(record);
        if (property.IsAutoGenerated && (key is null || (Guid)key == Guid.Empty))
        {
            key = Guid.CreateVersion7();
            property.SetValueAsObject(record, key);
            generated.Add(record);
        }

        return key is null
            ? throw new ArgumentException($"Key property '{property.ModelName}' of a record is null.", nameof(record))
            : DocumentKey.From(key);
    }

    private static void ThrowIfFailed(IReadOnlyList<WriteResult> results)
    {
        foreach (WriteResult result in results)
        {
            if (result.Error is { } error)
                throw new ZvecException(error, $"The record with key {result.Key} could not be written: {error}.");
        }
    }
}
