using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests.Support;

/// <summary>A collection of another store, which keeps its records in a list and can be made to behave badly.</summary>
/// <param name="keyOf">Gives a record's key.</param>
public sealed class ListedRecords<TKey, TRecord>(Func<TRecord, TKey> keyOf) : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    public List<TRecord> Records { get; } = [];

    /// <summary>The reads by filter: records wanted, records to skip, and whether with vectors.</summary>
    public List<(int Top, int Skip, bool IncludeVectors)> Reads { get; } = [];

    public bool Exists { get; private set; }

    /// <summary>More records than these are never returned by one read.</summary>
    public int Most { get; init; } = int.MaxValue;

    public bool IgnoresOrder { get; init; }

    /// <summary>Whether writes are acknowledged and forgotten.</summary>
    public bool LosesWrites { get; init; }

    /// <summary>Done before each read by filter.</summary>
    public Action? BeforeRead { get; set; }

    public override string Name => "listed";

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(Exists);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        Exists = true;
        return Task.CompletedTask;
    }

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default) =>
        UpsertAsync([record], cancellationToken);

    public override Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        foreach (TRecord record in LosesWrites ? [] : records)
        {
            Records.RemoveAll(other => keyOf(other).Equals(keyOf(record)));
            Records.Add(record);
        }

        return Task.CompletedTask;
    }

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override async Task<TRecord?> GetAsync(
        TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetAsync([key], options, cancellationToken).FirstOrDefaultAsync(cancellationToken);

    public override IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        Records.Where(record => keys.Contains(keyOf(record))).ToAsyncEnumerable();

    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        BeforeRead?.Invoke();
        Reads.Add((top, options.Skip, options.IncludeVectors));
        IEnumerable<TRecord> found = Records.Where(filter.Compile());
        if (!IgnoresOrder && options.OrderBy is { } order)
            found = found.OrderBy(order(new()).Values.Single().PropertySelector.Compile());
        return found.Skip(options.Skip).Take(Math.Min(top, Most)).ToList().ToAsyncEnumerable();
    }

    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override object? GetService(Type serviceType, object? serviceKey = null) => null;
}
