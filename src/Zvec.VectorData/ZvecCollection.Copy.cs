using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Copying;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Filtering;

namespace Zvec.VectorData;

/// <content>Copies from and to collections of any store.</content>
public partial class ZvecCollection<TKey, TRecord>
{
    /// <summary>Copies all records of another collection, of whatever store, into this one, which is created where it does not
    /// exist.</summary>
    /// <param name="source">The other collection, whose records are mapped in the same way.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told after each page.</param>
    /// <param name="cancellationToken">Cancels between two pages; what is written stays.</param>
    /// <returns>What was read and written.</returns>
    /// <remarks>
    /// <para>No more than a page is held at a time; how much the source holds is a matter of
    /// <see cref="ZvecCopyOptions{TRecord}.Paging"/>. A page is written whole or not at all. A copy that was interrupted can be repeated:
    /// records are replaced by themselves or, with <see cref="ZvecCopyOptions{TRecord}.KeepExisting"/>, left alone.</para>
    /// <para>Vectors are copied as they are stored. Where a property is not a vector but what an embedding generator makes one from, stores
    /// do not give the vector back, and this collection's generator makes it anew; the property must then be computed from others. Records
    /// whose property is the vector itself copy it without a generator, and <see cref="EnsureCollectionExistsAsync"/> accepts the class
    /// with the generated property on the result.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The source is this collection.</exception>
    /// <exception cref="NotSupportedException">The source cannot be read in the chosen way.</exception>
    /// <exception cref="InvalidOperationException">The records do not fit this collection, have nothing to make vectors from, or the source
    /// does not return them all or in order.</exception>
    /// <exception cref="VectorStoreException">A read or a write failed, or the collection does not have what was read in the
    /// end.</exception>
    public Task<ZvecCopyCounts> ImportAsync(
        VectorStoreCollection<TKey, TRecord> source,
        ZvecCopyOptions<TRecord>? options = null,
        IProgress<ZvecCopyCounts>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source is ZvecCollection<TKey, TRecord> stored)
            return stored.ExportAsync(this, options, progress, cancellationToken);

        options ??= new();
        options.Check();
        bool includeVectors = RecordCopy<TKey, TRecord>.ReadsVectors(_mapping);
        IAsyncEnumerable<TRecord> records =
            new RecordSource<TKey, TRecord>(source, options, Model.KeyProperty, includeVectors).ReadAsync(cancellationToken);
        Enter(cancellationToken);
        return new RecordCopy<TKey, TRecord>(this, _mapping, options, CountAsync).RunAsync(records, progress, cancellationToken);
    }

    /// <summary>Copies all records of this collection, as they are at one moment, into another one of whatever store, which is created
    /// where it does not exist. Reads and writes go on meanwhile.</summary>
    /// <param name="target">The other collection, whose records are mapped in the same way.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told after each page.</param>
    /// <param name="cancellationToken">Cancels between two pages; what is written stays.</param>
    /// <returns>What was read and written.</returns>
    /// <remarks>See <see cref="ImportAsync"/> for vectors and interruptions.</remarks>
    /// <exception cref="ArgumentException">The target is this collection.</exception>
    /// <exception cref="NotSupportedException">The records have vectors that cannot be copied.</exception>
    /// <exception cref="InvalidOperationException">The records do not fit the target, or have nothing to make vectors from.</exception>
    /// <exception cref="VectorStoreException">The collection does not exist, a read or a write failed, or the target does not have what was
    /// written.</exception>
    public Task<ZvecCopyCounts> ExportAsync(
        VectorStoreCollection<TKey, TRecord> target,
        ZvecCopyOptions<TRecord>? options = null,
        IProgress<ZvecCopyCounts>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var stored = target as ZvecCollection<TKey, TRecord>;
        if (stored is not null && stored.Name == Name && stored._access.Path == _access.Path)
            throw new ArgumentException($"Collection '{Name}' cannot be copied onto itself.", nameof(target));

        options ??= new();
        options.Check();
        bool includeVectors = RecordCopy<TKey, TRecord>.ReadsVectors(_mapping);
        Filter? filter = options.Filter is null ? null : new LinqFilterTranslator().Translate(options.Filter, Model);
        IAsyncEnumerable<TRecord> records = ScanAsync(filter, includeVectors, cancellationToken);
        return new RecordCopy<TKey, TRecord>(target, _mapping, options, stored is null ? null : stored.CountAsync)
            .RunAsync(records, progress, cancellationToken);
    }

    private async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await GetStatisticsAsync(cancellationToken).ConfigureAwait(false)).Documents;

    /// <summary>Reads all records of one snapshot, one after the other.</summary>
    private async IAsyncEnumerable<TRecord> ScanAsync(
        Filter? filter, bool includeVectors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        CollectionLease lease;
        try
        {
            lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Scan");
        }

        using (lease)
        {
            using IEnumerator<Document> documents = lease.Collection.Scan(filter, includeVectors).GetEnumerator();
            while (MoveNext(documents))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return _mapping.ToRecord<TRecord>(documents.Current, includeVectors);
            }
        }
    }

    private bool MoveNext(IEnumerator<Document> documents)
    {
        try
        {
            return documents.MoveNext();
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Scan");
        }
    }
}
