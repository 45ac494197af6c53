using Zvec.Engine.Tests.Collections;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>A seeded sequence of calls to a collection, with the state that each should lead to.</summary>
internal sealed class Workload : IDisposable
{
    public const string Folder = "/disk";
    public const string Path = "/disk/deeper/collection";
    public const string Backup = "/disk/backup";
    public const int Keys = 60;

    private static readonly DynamicIndexOptions Index = new() { Metric = Metric.L2, Threshold = 20, EfConstruction = 16 };

    private readonly MemoryFileSystem _disk;
    private readonly CollectionOptions _options;
    private readonly History _history;
    private readonly Random _random;
    private readonly bool _mayChangeSchema;
    private Collection? _collection;

    public Workload(MemoryFileSystem disk, CollectionOptions options, History history, int seed, bool mayChangeSchema = true)
    {
        _mayChangeSchema = mayChangeSchema;
        _disk = disk;
        _options = options;
        _history = history;
        _random = new Random(seed);
    }

    public static CollectionOptions Options(Durability durability = Durability.Synced, bool background = false) => new()
    {
        Durability = durability,
        BackgroundMaintenance = background,
        MutableSegmentBytes = 64 << 10,
        MaintenanceThreads = 1,
        DiskReserveBytes = 0,
    };

    public static Collection CreateOn(MemoryFileSystem disk, CollectionOptions options) =>
        CollectionOpener.Create(disk, Path, CollectionModel.Schema(Index), options);

    public void Create()
    {
        _history.Begin(SimulatedState.Empty);
        _collection = CreateOn(_disk, _options);
        _history.Acknowledge();
        _history.Promise();
    }

    /// <summary>Makes one call.</summary>
    public Task StepAsync() => _random.Next(100) switch
    {
        < 28 => UpsertAsync(),
        < 40 => InsertAsync(),
        < 52 => UpdateAsync(),
        < 64 => DeleteAsync(),
        < 68 => DeleteByFilterAsync(),
        < 76 => FlushAsync(),
        < 81 => BackUpAsync(),
        < 86 => _collection!.OptimizeAsync(),
        < 89 when _mayChangeSchema => AddFieldAsync(),
        < 91 when _mayChangeSchema => CreateIndexAsync(),
        < 94 when _mayChangeSchema => ChangeTextIndexAsync(),
        _ => ReopenAsync(),
    };

    /// <summary>Waits until background maintenance has nothing left to do.</summary>
    public Task IdleAsync() => _collection!.IdleAsync();

    public void Dispose() => _collection?.Dispose();

    private async Task UpsertAsync()
    {
        (int Key, SimulatedDocument Document)[] batch = Batch();
        _history.Begin(_history.Latest.With(batch));
        await _collection!.UpsertAsync(batch.Select(one => one.Document.ToDocument(one.Key)));
        _history.Acknowledge();
    }

    private async Task InsertAsync()
    {
        (int Key, SimulatedDocument Document)[] batch = Batch();
        SimulatedState before = _history.Latest;
        (int Key, SimulatedDocument Document)[] fresh =
            [.. batch.Where(one => !before.Documents.ContainsKey(one.Key)).DistinctBy(one => one.Key)];
        _history.Begin(before.With(fresh));
        IReadOnlyList<WriteResult> results = await _collection!.InsertAsync(batch.Select(one => one.Document.ToDocument(one.Key)));
        _history.Acknowledge();
        Assert.Equal(fresh.Length, results.Count(result => result.Succeeded));
    }

    private async Task UpdateAsync()
    {
        SimulatedState before = _history.Latest;
        int key = _random.Next(Keys);
        var change = SimulatedDocument.Random(_random, before.AddedFields);
        var partial = new Document(key)
        {
            ["year"] = change.Fields.Year,
            ["text"] = change.Fields.Text,
            ["embedding"] = change.Fields.Embedding,
        };
        foreach ((string name, object value) in change.Added)
            partial[name] = value;
        bool exists = before.Documents.TryGetValue(key, out SimulatedDocument? document);
        _history.Begin(!exists ? before : before.With([(key, new SimulatedDocument(
            document!.Fields with { Year = change.Fields.Year, Text = change.Fields.Text, Embedding = change.Fields.Embedding },
            document.Added.SetItems(change.Added)))]));
        WriteResult result = Assert.Single(await _collection!.UpdateAsync([partial]));
        _history.Acknowledge();
        Assert.Equal(exists ? null : ZvecErrorCode.NotFound, result.Error);
    }

    private async Task DeleteAsync()
    {
        int[] keys = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => _random.Next(Keys))];
        _history.Begin(_history.Latest.Without(keys));
        await _collection!.DeleteAsync(keys.Select(key => new DocumentKey(key)));
        _history.Acknowledge();
    }

    private async Task DeleteByFilterAsync()
    {
        int year = _random.Next(1990, 2010);
        SimulatedState before = _history.Latest;
        int[] keys = [.. before.Documents.Where(entry => entry.Value.Fields.Year == year).Select(entry => entry.Key)];
        _history.Begin(before.Without(keys));
        Assert.Equal(keys.Length, await _collection!.DeleteAsync($"year = {year}"));
        _history.Acknowledge();
    }

    private async Task FlushAsync()
    {
        await _collection!.FlushAsync();
        _history.Promise();
    }

    private async Task BackUpAsync()
    {
        _history.BeginBackup();
        await _collection!.BackupAsync(Backup);
        _history.EndBackup();
    }

    private async Task AddFieldAsync()
    {
        SimulatedState before = _history.Latest;
        if (before.NameToAdd(_random) is not { } name)
            return;
        _history.Begin(before with { AddedFields = before.AddedFields.Add(name) });
        if (SimulatedState.IsVector(name))
        {
            var vector = new VectorSchema(name, VectorType.Float32, SimulatedState.AddedDimensions) { Nullable = true, Index = Index };
            await _collection!.AddFieldAsync(vector);
        }
        else
        {
            await _collection!.AddFieldAsync(new FieldSchema(name, DataType.Int64) { Nullable = true, Index = new InvertedIndexOptions() });
        }

        _history.Acknowledge();
    }

    private async Task CreateIndexAsync()
    {
        _history.Begin(_history.Latest with { IsWeightIndexed = true });
        await _collection!.CreateIndexAsync("weight", new InvertedIndexOptions());
        _history.Acknowledge();
    }

    /// <summary>Has texts indexed by other rules, or no more.</summary>
    private async Task ChangeTextIndexAsync()
    {
        TextIndexOptions?[] others = [ModelTexts.Index, ModelTexts.CasedIndex, null];
        TextIndexOptions? index = others[_random.Next(others.Length)];
        _history.Begin(_history.Latest with { TextIndex = index });
        await (index is null ? _collection!.DropIndexAsync("text") : _collection!.CreateIndexAsync("text", index));
        _history.Acknowledge();
    }

    private Task ReopenAsync()
    {
        _collection!.Dispose();
        _collection = CollectionOpener.Open(_disk, Path, _options);
        _history.Promise();
        return Task.CompletedTask;
    }

    private (int Key, SimulatedDocument Document)[] Batch() =>
        [.. Enumerable.Range(0, _random.Next(1, 8)).Select(_ =>
            (_random.Next(Keys), SimulatedDocument.Random(_random, _history.Latest.AddedFields)))];
}
