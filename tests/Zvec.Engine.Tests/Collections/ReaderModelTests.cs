using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Random writes beside several read-only handles that refresh at random moments: each equals the model of the moment of its last
/// refresh, whatever the writer has sealed, merged, deleted or changed since.</summary>
public sealed class ReaderModelTests
{
    private const int Keys = 300;
    private const int Readers = 3;

    public enum Disk
    {
        Memory,
        Refusing,
        Physical,
    }

    public static TheoryData<int, Disk, bool> Seeds => new()
    {
        { 1, Disk.Memory, false }, { 2, Disk.Memory, true }, { 3, Disk.Refusing, false }, { 4, Disk.Refusing, true },
        { 5, Disk.Physical, false }, { 6, Disk.Physical, true },
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Readers_equal_the_model_of_their_last_refresh(int seed, Disk disk, bool background)
    {
        using var folder = new TemporaryFolder();
        IFileSystem fileSystem = disk == Disk.Physical
            ? PhysicalFileSystem.Instance
            : new MemoryFileSystem(Path.GetDirectoryName(folder["c"])!);
        if (disk == Disk.Refusing)
            fileSystem = new RefusingFileSystem(fileSystem);
        using (var run = new Run(fileSystem, folder["c"], seed, background))
        {
            for (int step = 0; step < 400; step++)
                await run.StepAsync(step);
            await run.RefreshAllAsync();
        }

        CheckNothingIsLeft(fileSystem, folder["c"]);
    }

    private static void CheckNothingIsLeft(IFileSystem fileSystem, string path)
    {
        var files = new CollectionFiles(path);
        using (CollectionOpener.Open(fileSystem, path, new CollectionOptions { BackgroundMaintenance = false }))
        {
            Manifest manifest = new ManifestStore(fileSystem, files).Load();
            HashSet<string> named = [files.Lock, files.Manifest(manifest.Generation)];
            foreach (SegmentRecord segment in manifest.Segments)
            {
                named.UnionWith(segment.Files.Keys.Select(name => Path.Combine(files.Segment(segment.Number), name)));
                if (segment.Deletes is { } deletes)
                    named.Add(files.Deletes(segment.Number, deletes.Generation));
            }

            Assert.Equal(
                named.Order(),
                FilesInUseTests.AllFiles(fileSystem, path).Where(file => !file.EndsWith(".wal", StringComparison.Ordinal)).Order());
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly IFileSystem _fileSystem;
        private readonly string _path;
        private readonly int _seed;
        private readonly Random _random;
        private readonly CollectionOptions _options;
        private readonly CollectionModel _model = new();
        private readonly Dictionary<int, int> _extras = [];
        private readonly (Collection Collection, Dictionary<int, (ModelDocument Document, int Extra)> Seen, int Fields)[] _readers;
        private Collection _writer;
        private int _fields;
        private int _step;

        public Run(IFileSystem fileSystem, string path, int seed, bool background)
        {
            (_fileSystem, _path, _seed, _random) = (fileSystem, path, seed, new Random(seed));
            _options = new CollectionOptions
            {
                MutableSegmentBytes = 64 << 10,
                BackgroundMaintenance = background,
                Durability = Durability.Buffered,
            };
            var index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 40, EfConstruction = 64 };
            _writer = CollectionOpener.Create(fileSystem, path, CollectionModel.Schema(index), _options);
            _readers = new (Collection, Dictionary<int, (ModelDocument, int)>, int)[Readers];
            for (int i = 0; i < Readers; i++)
                _readers[i] = (Open(), [], 0);
        }

        public async Task StepAsync(int step)
        {
            _step = step;
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            switch (_random.Next(100))
            {
                case < 40:
                    await UpsertAsync();
                    break;
                case < 52:
                    await DeleteAsync();
                    break;
                case < 56:
                    await _writer.FlushAsync(cancellation);
                    break;
                case < 58:
                    await _writer.OptimizeAsync(cancellation);
                    break;
                case < 61:
                    _writer.Dispose();
                    _writer = CollectionOpener.Open(_fileSystem, _path, _options);
                    break;
                case < 63:
                    await AddFieldAsync();
                    break;
                case < 65:
                    Reopen(_random.Next(Readers));
                    break;
                case < 90:
                    Refresh(_random.Next(Readers));
                    break;
                default:
                    Check(_random.Next(Readers));
                    break;
            }
        }

        public async Task RefreshAllAsync()
        {
            await _writer.IdleAsync();
            for (int i = 0; i < Readers; i++)
            {
                Refresh(i);
                Assert.False(_readers[i].Collection.Refresh(), Where(i));
            }
        }

        public void Dispose()
        {
            foreach ((Collection collection, _, _) in _readers)
                collection.Dispose();
            _writer.Dispose();
        }

        private async Task UpsertAsync()
        {
            var documents = new List<Document>();
            for (int i = _random.Next(1, 30); i > 0; i--)
            {
                int key = _random.Next(Keys);
                ModelDocument document = CollectionModel.RandomDocument(_random);
                _model.Documents[key] = document;
                _extras[key] = _random.Next(1_000);
                Document written = CollectionModel.ToDocument(key, document);
                if (_fields > 0)
                    written[$"extra{_fields}"] = _extras[key];
                else
                    _extras.Remove(key);
                documents.Add(written);
            }

            await _writer.UpsertAsync(documents, TestContext.Current.CancellationToken);
        }

        private async Task DeleteAsync()
        {
            int[] keys = [.. Enumerable.Range(0, _random.Next(1, 20)).Select(_ => _random.Next(Keys))];
            await _writer.DeleteAsync(keys.Select(key => new DocumentKey(key)), TestContext.Current.CancellationToken);
            foreach (int key in keys)
            {
                _model.Documents.Remove(key);
                _extras.Remove(key);
            }
        }

        private async Task AddFieldAsync()
        {
            if (_fields == 6)
                return;
            var field = new FieldSchema($"extra{_fields + 1}", DataType.Int32) { Nullable = true };
            await _writer.AddFieldAsync(field, TestContext.Current.CancellationToken);
            if (_random.Next(2) == 0)
                await _writer.CreateIndexAsync(field.Name, new InvertedIndexOptions(), TestContext.Current.CancellationToken);
            _fields++;
            _extras.Clear(); // only the newest of the fields is looked at
        }

        private void Refresh(int reader)
        {
            _readers[reader].Collection.Refresh();
            Remember(reader);
            Check(reader);
        }

        private void Reopen(int reader)
        {
            _readers[reader].Collection.Dispose();
            _readers[reader].Collection = Open();
            Remember(reader);
            Check(reader);
        }

        private Collection Open() => CollectionOpener.Open(_fileSystem, _path, new CollectionOptions { ReadOnly = true });

        private void Remember(int reader)
        {
            _readers[reader].Seen = _model.Documents.ToDictionary(
                one => one.Key, one => (one.Value, _extras.GetValueOrDefault(one.Key, -1)));
            _readers[reader].Fields = _fields;
        }

        private void Check(int reader)
        {
            (Collection collection, Dictionary<int, (ModelDocument Document, int Extra)> seen, int fields) = _readers[reader];
            string where = Where(reader);
            CollectionStatistics statistics = collection.GetStatistics();
            Assert.True(statistics.Documents == seen.Count, $"{where}: {statistics.Documents} documents, not {seen.Count}");
            Assert.True(statistics.DiskBytes >= statistics.LogBytes, where);
            Assert.Equal(fields, collection.Schema.Fields.Count(field => field.Name.StartsWith("extra", StringComparison.Ordinal)));
            int found = 0;
            foreach (Document document in collection.Scan())
            {
                found++;
                CheckDocument(document, seen, fields, where);
            }

            Assert.True(found == seen.Count, where);
            for (int i = 0; i < 10; i++)
            {
                int key = _random.Next(Keys);
                Assert.True(collection.Fetch(key) is null == !seen.ContainsKey(key), $"{where}: document {key}");
            }

            CheckQuery(collection, seen, fields, where);
            CheckSearch(collection, seen, where);
        }

        private void CheckQuery(Collection collection, Dictionary<int, (ModelDocument Document, int Extra)> seen, int fields, string where)
        {
            int year = _random.Next(1990, 2010);
            HashSet<int> expected = [.. seen.Where(one => one.Value.Document.Year == year).Select(one => one.Key)];
            Assert.True(expected.SetEquals(collection.Scan(Filter.Equal("year", year)).Select(one => (int)one.Key.Value)), where);
            if (fields == 0)
                return;
            expected = [.. seen.Where(one => one.Value.Extra is >= 0 and < 500).Select(one => one.Key)];
            Filter filter = Filter.LessThan($"extra{fields}", 500);
            Assert.True(expected.SetEquals(collection.Scan(filter).Select(one => (int)one.Key.Value)), where);
        }

        private void CheckSearch(Collection collection, Dictionary<int, (ModelDocument Document, int Extra)> seen, string where)
        {
            float[] query = CollectionModel.RandomVector(_random, 3);
            var expected = seen.Where(one => one.Value.Document.Second is not null)
                .Select(one => one.Value.Document.Second!.Zip(query, (a, b) => ((double)a - b) * ((double)a - b)).Sum())
                .Order().Take(10).ToList();
            IReadOnlyList<SearchHit> hits = collection.Search(new VectorQuery("second", query) { Top = 10 });
            Assert.True(expected.Count == hits.Count, $"{where}: {hits.Count} hits, not {expected.Count}");
            for (int i = 0; i < hits.Count; i++)
                Assert.True(Math.Abs(expected[i] - hits[i].Score) < 1e-4, $"{where}: hit {i} at {hits[i].Score}, not {expected[i]}");
        }

        private static void CheckDocument(
            Document document, Dictionary<int, (ModelDocument Document, int Extra)> seen, int fields, string where)
        {
            int key = (int)document.Key.Value;
            Assert.True(seen.TryGetValue(key, out (ModelDocument Document, int Extra) expected), $"{where}: document {key} was deleted");
            Assert.True(expected.Document.IsSameAs(CollectionModel.FromDocument(document)), $"{where}: document {key} differs");
            int extra = fields > 0 && document[$"extra{fields}"] is int value ? value : -1;
            Assert.True(extra == expected.Extra, $"{where}: document {key} has {extra}, not {expected.Extra}");
        }

        private string Where(int reader) => $"seed {_seed}, step {_step}, reader {reader}";
    }
}
