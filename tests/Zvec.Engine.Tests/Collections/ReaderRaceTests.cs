using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>A writer that does something between any two calls that a reader makes to the file system.</summary>
public sealed class ReaderRaceTests
{
    private const int FirstKeys = 30;

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "c");
    private static readonly CollectionOptions ReadOnly = new() { ReadOnly = true };

    public enum Writing
    {
        Upsert,
        Flush,
        Optimize,
        Delete,
        AddField,
        CreateIndex,
        Reopen,
    }

    public static TheoryData<Writing> AllWritings => new(Enum.GetValues<Writing>());

    [Theory]
    [MemberData(nameof(AllWritings))]
    public void Whatever_the_writer_does_at_any_moment_of_opening_the_reader_shows_the_state_before_or_after(Writing writing)
    {
        int calls = int.MaxValue;
        for (int moment = 1; moment <= calls; moment++)
        {
            using var race = new Race();
            race.Write(Writing.Upsert);
            int[] before = race.Keys;
            race.WriteAt(moment, writing);
            using Collection reader = race.Open();
            race.Check(reader, before, $"{writing} before call {moment}");
            calls = race.Calls;
        }

        Assert.InRange(calls, 20, 500);
    }

    [Theory]
    [MemberData(nameof(AllWritings))]
    public void Whatever_the_writer_does_at_any_moment_of_a_refresh_the_reader_shows_the_state_before_or_after(Writing writing)
    {
        foreach (Writing first in new[] { Writing.Upsert, Writing.Optimize })
        {
            int calls = int.MaxValue;
            for (int moment = 1; moment <= calls; moment++)
            {
                using var race = new Race();
                using Collection reader = race.Open();
                race.Write(first);
                int[] before = race.Keys;
                int opened = race.Calls;
                race.WriteAt(opened + moment, writing);
                reader.Refresh();
                race.Check(reader, before, $"{first}, then {writing} before call {moment}");
                calls = race.Calls - opened;
            }

            Assert.InRange(calls, 5, 500);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_writer_that_is_always_at_work_does_not_keep_readers_from_moving_on(int seed)
    {
        var random = new Random(seed);
        using var race = new Race();
        race.WriteAtRandom(random, 12);
        using Collection reader = race.Open();
        for (int i = 0; i < 40; i++)
        {
            int[] before = race.Keys;
            reader.Refresh();
            Assert.True(race.HasShown(reader, before), $"seed {seed}, refresh {i}");
        }
    }

    /// <summary>A collection with its writer, and the disk as the reader sees it.</summary>
    private sealed class Race : IDisposable
    {
        private static readonly CollectionOptions Quiet = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

        private readonly MemoryFileSystem _disk = new(Path.GetTempPath());
        private readonly WatchedFileSystem _readerDisk;
        private readonly SortedSet<int> _keys = [.. Enumerable.Range(0, FirstKeys)];
        private readonly List<int[]> _states = [];
        private Collection _writer;
        private int _fields;

        public Race()
        {
            _readerDisk = new WatchedFileSystem(_disk);
            var schema = new CollectionSchema("c") { Key = KeyType.Int32, Fields = { new FieldSchema("f0", DataType.Int32) } };
            _writer = CollectionOpener.Create(_disk, Folder, schema, Quiet);
            Upsert(_keys);
            Wait(_writer.FlushAsync());
            Wait(_writer.DeleteAsync([new DocumentKey(0)]));
            _keys.Remove(0);
            Wait(_writer.FlushAsync());
        }

        public int Calls => _readerDisk.Calls;

        public int[] Keys => [.. _keys];

        public Collection Open() => CollectionOpener.Open(_readerDisk, Folder, ReadOnly);

        public void WriteAt(int call, Writing writing) => _readerDisk.Before = number =>
        {
            if (number == call)
                Write(writing);
        };

        public void WriteAtRandom(Random random, int every) => _readerDisk.Before = _ =>
        {
            if (random.Next(every) == 0)
                Write((Writing)random.Next((int)Writing.Reopen + 1));
            _states.Add(Keys);
        };

        public void Write(Writing writing)
        {
            switch (writing)
            {
                case Writing.Delete:
                    int deleted = _keys.Min;
                    Wait(_writer.DeleteAsync([new DocumentKey(deleted)]));
                    _keys.Remove(deleted);
                    Wait(_writer.FlushAsync());
                    break;
                case Writing.AddField when _fields < 4:
                    _fields++;
                    Wait(_writer.AddFieldAsync(new FieldSchema($"f{_fields}", DataType.Int32) { Nullable = true }));
                    break;
                case Writing.CreateIndex:
                    Wait(_writer.CreateIndexAsync($"f{_fields}", new InvertedIndexOptions()));
                    break;
                case Writing.Reopen:
                    _writer.Dispose();
                    _writer = CollectionOpener.Open(_disk, Folder, Quiet);
                    break;
            }

            int added = _keys.Max + 1;
            _keys.Add(added);
            Upsert([added, added - 1]);
            if (writing == Writing.Flush)
                Wait(_writer.FlushAsync());
            else if (writing == Writing.Optimize)
                Wait(_writer.OptimizeAsync());
        }

        /// <summary>Whether the reader shows a state no older than one, found among those that there were.</summary>
        public bool HasShown(Collection reader, int[] oldest)
        {
            int[] shown = Shown(reader);
            return shown.SequenceEqual(oldest)
                || _states.Skip(_states.FindIndex(state => state.SequenceEqual(oldest))).Any(shown.SequenceEqual);
        }

        public void Check(Collection reader, int[] before, string where)
        {
            int[] shown = Shown(reader);
            bool isOne = shown.SequenceEqual(before) || shown.SequenceEqual(Keys);
            Assert.True(isOne, $"{where}: {string.Join(' ', shown)} is neither {string.Join(' ', before)} nor {string.Join(' ', Keys)}");
            _readerDisk.Before = null;
            reader.Refresh();
            Assert.True(Shown(reader).SequenceEqual(Keys), $"{where}, refreshed");
            Assert.Equal(_writer.Schema.Fields.Count, reader.Schema.Fields.Count);
            Assert.False(reader.Refresh(), where);
        }

        public void Dispose() => _writer.Dispose();

        private static int[] Shown(Collection reader) => [.. reader.Scan().Select(document => (int)document.Key.Value).Order()];

        private static void Wait(Task task) => task.GetAwaiter().GetResult();

        private void Upsert(IEnumerable<int> keys) => Wait(_writer.UpsertAsync(keys.Select(key =>
        {
            var document = new Document(key) { ["f0"] = key };
            if (_fields > 0)
                document[$"f{_fields}"] = key;
            return document;
        }).ToArray()));
    }
}
