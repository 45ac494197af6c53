using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData.Copying;

/// <summary>Writes records to a collection, page by page, and checks that they arrived.</summary>
/// <param name="target">The collection.</param>
/// <param name="mapping">The records.</param>
/// <param name="options">How they are written.</param>
/// <param name="count">How many records the collection has; null where it cannot say.</param>
internal sealed class RecordCopy<TKey, TRecord>(
    VectorStoreCollection<TKey, TRecord> target,
    RecordMapping mapping,
    ZvecCopyOptions<TRecord> options,
    Func<CancellationToken, Task<long>>? count)
    where TKey : notnull
    where TRecord : class
{
    private ZvecCopyCounts _counts;
    private long _before;
    private long _existed;
    private bool _isReady;

    /// <summary>Whether stores can be asked for the vectors of such records: not where they are made from other values.</summary>
    /// <exception cref="NotSupportedException">Some vectors are, and others would be lost.</exception>
    public static bool ReadsVectors(RecordMapping mapping)
    {
        if (Array.Find(mapping.Vectors, vector => vector.IsGenerated) is not { } generated)
            return true;

        return Array.Find(mapping.Vectors, vector => !vector.IsGenerated) is not { } given
            ? false
            : throw new NotSupportedException(
                $"Vectors of property '{generated.Property.ModelName}' are made by an embedding generator, and a store that does so gives "
                + $"no vectors back: those of property '{given.Property.ModelName}' cannot be copied. Copy with records whose vector "
                + "properties all hold vectors.");
    }

    /// <summary>Writes the records.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="VectorStoreException">Records are missing at the end, or could not be written.</exception>
    public async Task<ZvecCopyCounts> RunAsync(
        IAsyncEnumerable<TRecord> records, IProgress<ZvecCopyCounts>? progress, CancellationToken cancellationToken)
    {
        await foreach (TRecord[] page in records.Chunk(options.PageSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            CheckInputs(page);
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
            await WriteAsync(page, cancellationToken).ConfigureAwait(false);
            progress?.Report(_counts);
        }

        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        if (options.Verify && count is not null)
            CheckCount(await count(cancellationToken).ConfigureAwait(false));
        return _counts;
    }

    /// <summary>Creates the target where it does not exist, once the source has proved to be readable.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isReady)
            return;

        await target.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
        if (options.Verify && count is not null)
            _before = await count(cancellationToken).ConfigureAwait(false);
        _isReady = true;
    }

    private async Task WriteAsync(TRecord[] page, CancellationToken cancellationToken)
    {
        // Nothing is looked up in a target that was empty, where the count finds records that come twice.
        bool counts = options.Verify && count is not null;
        HashSet<TKey> existing = (counts && _before > 0) || (options.KeepExisting && !counts)
            ? await FindAsync(page, cancellationToken).ConfigureAwait(false)
            : [];
        TRecord[] written = options.KeepExisting ? [.. page.Where(record => !existing.Contains(KeyOf(record)))] : page;
        if (written.Length > 0)
            await target.UpsertAsync(written, cancellationToken).ConfigureAwait(false);
        if (options.Verify && count is null && written.Length > 0)
            CheckFound(written, await FindAsync(written, cancellationToken).ConfigureAwait(false));

        _existed += existing.Count;
        _counts = new ZvecCopyCounts(
            _counts.Read + page.Length, _counts.Written + written.Length, _counts.Kept + page.Length - written.Length);
    }

    private async Task<HashSet<TKey>> FindAsync(TRecord[] records, CancellationToken cancellationToken)
    {
        var found = new HashSet<TKey>();
        await foreach (TRecord record in target.GetAsync(records.Select(KeyOf), cancellationToken: cancellationToken).ConfigureAwait(false))
            found.Add(KeyOf(record));
        return found;
    }

    private TKey KeyOf(TRecord record) => (TKey)mapping.Model.KeyProperty.GetValueAsObject(record)!;

    /// <summary>A store keeps the vector and not the text that it was made from, so that a record which comes out of it may have
    /// none.</summary>
    private void CheckInputs(TRecord[] page)
    {
        foreach (MappedVector vector in mapping.Vectors)
        {
            if (!vector.IsGenerated || Array.Find(page, record => vector.Property.GetValueAsObject(record) is null or "") is not { } empty)
                continue;

            VectorPropertyModel property = vector.Property;
            throw new InvalidOperationException(
                $"Property '{property.ModelName}' of the record with key {KeyOf(empty)} has nothing to make a vector from: a store keeps "
                + "the vectors, and not what they were made from. Compute the property from others that are stored, or copy with records "
                + "whose property is the vector itself, which also saves making it again.");
        }
    }

    private void CheckFound(TRecord[] written, HashSet<TKey> found)
    {
        foreach (TRecord record in written)
        {
            TKey key = KeyOf(record);
            if (!found.Contains(key))
                throw Failure($"Collection '{target.Name}' does not have the record with key {key} which was just written to it.");
        }
    }

    private void CheckCount(long after)
    {
        long expected = _before + _counts.Read - _existed;
        if (after == expected)
            return;

        throw Failure(
            $"Collection '{target.Name}' has {after} records after a copy, and should have {expected}: {_before} from before and "
            + $"{_counts.Read - _existed} new ones of the {_counts.Read} that were read. Either another one wrote to it meanwhile, or the "
            + "source returned records twice because its order is not stable or it was written to. Copy again while nobody writes.");
    }

    private static VectorStoreException Failure(string message) =>
        new(message) { VectorStoreSystemName = OperationFailure.SystemName, OperationName = "Copy" };
}
