using System.Linq.Expressions;
using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Zvec.Samples.SwapIn.Sqlite;

/// <summary>A collection of a <see cref="SqliteVectorStore"/>.</summary>
internal sealed class SqliteCollection<TKey, TRecord> : VectorStoreCollection<TKey, TRecord>, IKeywordHybridSearchable<TRecord>
    where TKey : notnull
    where TRecord : class
{
    // The constant of reciprocal rank fusion, as most engines have it.
    private const double RankConstant = 60;

    private readonly CollectionModel _model;
    private readonly SqliteTable _table;
    private readonly DataPropertyModel[] _texts;

    public SqliteCollection(string connectionString, string name, VectorStoreCollectionDefinition? definition)
    {
        Name = name;
        _model = new SqliteModelBuilder().Build(typeof(TRecord), typeof(TKey), definition, defaultEmbeddingGenerator: null);
        _texts = [.. _model.DataProperties.Where(property => property.IsFullTextIndexed)];
        _table = new SqliteTable(connectionString, name, [.. _texts.Select(text => text.StorageName)]);
    }

    public override string Name { get; }

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(_table.Exists());

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        _table.Create();
        return Task.CompletedTask;
    }

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        _table.Drop();
        return Task.CompletedTask;
    }

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default) =>
        UpsertAsync([record], cancellationToken);

    public override Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        _table.Upsert(records.Select(record => (
            _model.KeyProperty.GetValueAsObject(record)!,
            JsonSerializer.Serialize(record),
            _texts.Select(text => text.GetValueAsObject(record)).ToArray())));
        return Task.CompletedTask;
    }

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default) => DeleteAsync([key], cancellationToken);

    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        _table.Delete(keys.Cast<object>());
        return Task.CompletedTask;
    }

    public override Task<TRecord?> GetAsync(
        TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(_table.Find(key) is { } text ? ToRecord(text, options?.IncludeVectors ?? false) : null);

    public override IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        keys.Select(key => _table.Find(key))
            .OfType<string>()
            .Select(text => ToRecord(text, options?.IncludeVectors ?? false))
            .ToAsyncEnumerable();

    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        IEnumerable<TRecord> records = Read(filter, options.IncludeVectors).Select(row => row.Record);
        foreach (var sort in options.OrderBy?.Invoke(new()).Values.Reverse() ?? [])
        {
            Func<TRecord, object?> by = sort.PropertySelector.Compile();
            records = sort.Ascending ? records.OrderBy(by, ValueOrder.Instance) : records.OrderByDescending(by, ValueOrder.Instance);
        }

        return records.Skip(options.Skip).Take(top).ToAsyncEnumerable();
    }

    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        return Near(searchValue, options.Filter)
            .Where(near => options.ScoreThreshold is not { } least || near.Score >= least)
            .Skip(options.Skip)
            .Take(top)
            .Select(near => Result(near.Record, near.Score, options.IncludeVectors))
            .ToAsyncEnumerable();
    }

    public IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchAsync<TInput>(
        TInput searchValue,
        ICollection<string> keywords,
        int top,
        HybridSearchOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        options ??= new();
        DataPropertyModel text = _model.GetFullTextDataPropertyOrSingle(options.AdditionalProperty);
        var near = Near(searchValue, options.Filter).ToList();
        Dictionary<long, double> scores = near.Index()
            .ToDictionary(place => place.Item.Row, place => 1 / (RankConstant + place.Index + 1));
        foreach ((int place, long row) in _table.FindWords(text.StorageName, keywords).Where(scores.ContainsKey).Index())
            scores[row] += 1 / (RankConstant + place + 1);

        return near
            .OrderByDescending(one => scores[one.Row])
            .Where(one => options.ScoreThreshold is not { } least || scores[one.Row] >= least)
            .Skip(options.Skip)
            .Take(top)
            .Select(one => Result(one.Record, scores[one.Row], options.IncludeVectors))
            .ToAsyncEnumerable();
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    private IEnumerable<(long Row, TRecord Record, double Score)> Near<TInput>(TInput searchValue, Expression<Func<TRecord, bool>>? filter)
    {
        if (searchValue is not ReadOnlyMemory<float> vector)
            throw new NotSupportedException($"This store searches by vectors of type ReadOnlyMemory<float>, not {typeof(TInput).Name}.");

        VectorPropertyModel property = _model.VectorProperties[0];
        return Read(filter ?? (static _ => true), includeVectors: true)
            .Select(one => (one.Row, one.Record, Score: (double)TensorPrimitives.CosineSimilarity(
                vector.Span, ((ReadOnlyMemory<float>)property.GetValueAsObject(one.Record)!).Span)))
            .OrderByDescending(one => one.Score);
    }

    private IEnumerable<(long Row, TRecord Record)> Read(Expression<Func<TRecord, bool>> filter, bool includeVectors)
    {
        Func<TRecord, bool> matches = filter.Compile();
        return _table.Read()
            .Select(row => (row.Row, Record: ToRecord(row.Record, includeVectors)))
            .Where(row => matches(row.Record));
    }

    private VectorSearchResult<TRecord> Result(TRecord record, double score, bool includeVectors)
    {
        if (!includeVectors)
            _model.VectorProperties[0].SetValueAsObject(record, default(ReadOnlyMemory<float>));
        return new VectorSearchResult<TRecord>(record, score);
    }

    private TRecord ToRecord(string text, bool includeVectors)
    {
        TRecord record = JsonSerializer.Deserialize<TRecord>(text)!;
        if (!includeVectors)
            _model.VectorProperties[0].SetValueAsObject(record, default(ReadOnlyMemory<float>));
        return record;
    }
}
