using Zvec.Engine.Segments;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

public sealed class RefreshTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "c");
    private static readonly CollectionOptions Quiet = new() { BackgroundMaintenance = false };
    private static readonly CollectionOptions ReadOnly = new() { ReadOnly = true };

    private readonly MemoryFileSystem _disk = new(Path.GetTempPath());
    private readonly WatchedFileSystem _readerDisk;
    private readonly Collection _writer;
    private readonly Collection _reader;

    public RefreshTests()
    {
        _readerDisk = new WatchedFileSystem(_disk);
        _writer = CollectionOpener.Create(_disk, Folder, Schema(), Quiet);
        _writer.UpsertAsync(Enumerable.Range(0, 100).Select(ToDocument)).GetAwaiter().GetResult();
        _writer.FlushAsync().GetAwaiter().GetResult();
        _reader = CollectionOpener.Open(_readerDisk, Folder, ReadOnly);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    [Fact]
    public async Task Refresh_says_whether_anything_changed()
    {
        Assert.False(_reader.Refresh());
        await _writer.UpsertAsync([ToDocument(100)]);
        Assert.Null(_reader.Fetch(100));
        Assert.True(_reader.Refresh());
        Assert.NotNull(_reader.Fetch(100));
        Assert.False(_reader.Refresh());
        await _writer.OptimizeAsync();
        Assert.True(_reader.Refresh());
        Assert.Equal(1, _reader.GetStatistics().Segments);
        Assert.False(_reader.Refresh());
        await _writer.AddFieldAsync(new FieldSchema("m", DataType.Int32) { Nullable = true });
        Assert.True(_reader.Refresh());
        Assert.Equal(["n", "m"], _reader.Schema.Fields.Select(field => field.Name));
        Assert.Equal(_writer.GetStatistics().DiskBytes, _reader.GetStatistics().DiskBytes);
    }

    [Fact]
    public void Refresh_of_a_collection_that_is_open_for_writing_does_nothing()
    {
        Assert.False(_writer.Refresh());
        _writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _writer.Refresh());
    }

    [Fact]
    public void Refresh_after_dispose_is_refused()
    {
        _reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _reader.Refresh());
    }

    [Fact]
    public async Task Without_a_commit_only_what_was_added_to_the_log_is_read()
    {
        await _writer.UpsertAsync(Enumerable.Range(200, 1_000).Select(ToDocument));
        _reader.Refresh();
        long before = _writer.GetStatistics().LogBytes;
        await _writer.UpsertAsync([ToDocument(7)]);
        await _writer.DeleteAsync([new DocumentKey(8)]);
        long written = _writer.GetStatistics().LogBytes - before;
        (long bytes, int mapped) = (_readerDisk.BytesRead, _readerDisk.Mapped.Count);
        Assert.True(_reader.Refresh());
        Assert.Equal(written, _readerDisk.BytesRead - bytes);
        Assert.All(_readerDisk.Mapped.Skip(mapped), path => Assert.Contains("MANIFEST-", path, StringComparison.Ordinal));
        Assert.Null(_reader.Fetch(8));
    }

    [Fact]
    public async Task After_a_commit_only_new_files_are_opened()
    {
        await _writer.UpsertAsync(Enumerable.Range(200, 100).Select(ToDocument));
        await _writer.FlushAsync();
        await _writer.DeleteAsync([new DocumentKey(250)]);
        await _writer.FlushAsync();
        _reader.Refresh();
        int mapped = _readerDisk.Mapped.Count;
        await _writer.DeleteAsync([new DocumentKey(1)]);
        await _writer.CreateIndexAsync("n", new InvertedIndexOptions());
        Assert.True(_reader.Refresh());
        string[] opened = [.. _readerDisk.Mapped.Skip(mapped).Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith("MANIFEST-", StringComparison.Ordinal)).Order()];
        Assert.Equal(3, opened.Length); // the index of both segments, and the one delete map that changed
        Assert.StartsWith("deletes.", opened[0], StringComparison.Ordinal);
        Assert.Equal(["f1.inverted", "f1.inverted"], opened[1..]);
        Assert.Equal([5], Keys(_reader, Filter.Equal("n", 5)));
        Assert.Empty(Keys(_reader, Filter.Equal("n", 1)));
    }

    [Fact]
    public async Task An_enumeration_stays_with_the_state_that_it_began_with()
    {
        using IEnumerator<Document> scan = _reader.Scan().GetEnumerator();
        Assert.True(scan.MoveNext());
        await _writer.DeleteAsync(Filter.All);
        await _writer.UpsertAsync(Enumerable.Range(1_000, 50).Select(ToDocument));
        await _writer.OptimizeAsync();
        Assert.True(_reader.Refresh());
        Assert.Equal(50, _reader.GetStatistics().Documents);
        int count = 1;
        while (scan.MoveNext())
        {
            Assert.InRange((int)scan.Current.Key.Value, 0, 99);
            count++;
        }

        Assert.Equal(100, count);
    }

    [Fact]
    public async Task A_record_that_is_half_visible_is_not_there_yet()
    {
        string log = Assert.Single(_disk.GetFiles(Path.Combine(Folder, "wal")));
        int start = (int)_disk.GetLength(log);
        await _writer.UpsertAsync([ToDocument(100)]);
        await _writer.UpsertAsync([ToDocument(101), ToDocument(102)]);
        await _writer.UpsertAsync([ToDocument(103)]);
        byte[] bytes = _disk.ReadAllBytes(log);
        _writer.Dispose();
        int shown = 100;
        var changes = new List<int>();
        for (int length = start; length <= bytes.Length; length++)
        {
            _disk.Put(log, bytes.AsSpan(0, length));
            bool changed = _reader.Refresh();
            int documents = (int)_reader.GetStatistics().Documents;
            Assert.Equal(changed, documents != shown);
            if (changed)
                changes.Add(documents);
            shown = documents;
        }

        Assert.Equal([101, 103, 104], changes);
    }

    [Fact]
    public async Task A_reader_beside_a_writer_that_died_shows_everything_valid()
    {
        await _writer.UpsertAsync([ToDocument(100)]);
        _disk.TearsWrites = true;
        _disk.FailsForGood = true;
        _disk.FailAt = _disk.Operations + 1;
        await Assert.ThrowsAsync<ZvecException>(() => _writer.UpsertAsync(Enumerable.Range(101, 50).Select(ToDocument)));
        _disk.FailAt = 0;
        Assert.True(_reader.Refresh());
        Assert.Equal(101, _reader.GetStatistics().Documents);
        using Collection other = CollectionOpener.Open(_disk, Folder, ReadOnly);
        Assert.Equal(101, other.GetStatistics().Documents);
        _writer.Dispose();
        using Collection next = CollectionOpener.Open(_disk, Folder, Quiet);
        await next.UpsertAsync([ToDocument(500)]);
        Assert.True(_reader.Refresh());
        Assert.Equal(102, _reader.GetStatistics().Documents);
    }

    [Fact]
    public async Task Damage_of_the_log_is_reported_and_changes_nothing()
    {
        string log = Assert.Single(_disk.GetFiles(Path.Combine(Folder, "wal")));
        long start = _disk.GetLength(log);
        await _writer.UpsertAsync([ToDocument(100)]);
        await _writer.UpsertAsync([ToDocument(101)]);
        await _writer.UpsertAsync([ToDocument(102)]);
        long middle = start + ((_disk.GetLength(log) - start) / 2);
        _disk.Damage(log, middle);
        for (int i = 0; i < 3; i++)
        {
            ZvecException exception = Assert.Throws<ZvecException>(() => _reader.Refresh());
            Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
            Assert.Contains(log, exception.Message, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Range(0, 100), Keys(_reader));
        }

        _disk.Damage(log, middle); // the same again undoes it
        Assert.True(_reader.Refresh());
        Assert.Equal(Enumerable.Range(0, 103), Keys(_reader));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_that_fails_changes_nothing(bool commits)
    {
        int documents = 100;
        bool failed = true;
        for (int failing = 1; failed; failing++)
        {
            await _writer.UpsertAsync([ToDocument(documents)]);
            await _writer.DeleteAsync([new DocumentKey(failing % 10)]);
            if (commits)
                await _writer.OptimizeAsync();
            _readerDisk.FailFrom = _readerDisk.Calls + failing;
            int[] before = Keys(_reader);
            Exception? exception = Record.Exception(() => _reader.Refresh());
            failed = exception is not null;
            Assert.True(exception is null or IOException, exception?.ToString());
            if (failed)
                Assert.Equal(before, Keys(_reader));
            _readerDisk.FailFrom = 0;
            _reader.Refresh();
            Assert.Equal(Keys(_writer), Keys(_reader));
            documents++;
        }

        Assert.InRange(documents, commits ? 110 : 105, 200);
    }

    [Fact]
    public async Task Another_collection_in_its_place_is_refused()
    {
        string manifestPath = Assert.Single(_disk.GetFiles(Folder), file => CollectionFiles.ManifestGeneration(file) > 0);
        byte[] manifest = _disk.ReadAllBytes(manifestPath);
        await _writer.FlushAsync();
        _reader.Refresh();
        _writer.Dispose();

        CollectionOpener.Drop(_disk, Folder);
        ZvecException exception = Assert.Throws<ZvecException>(() => _reader.Refresh());
        Assert.Equal(ZvecErrorCode.NotFound, exception.Code);
        using (Collection other = CollectionOpener.Create(_disk, Folder, Schema(), Quiet))
        {
            for (int i = 0; i < 5; i++)
            {
                await other.UpsertAsync([ToDocument(1_000 + i)]);
                await other.FlushAsync();
                exception = Assert.Throws<ZvecException>(() => _reader.Refresh());
                Assert.Equal(ZvecErrorCode.FailedPrecondition, exception.Code);
                Assert.Contains(Folder, exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(Enumerable.Range(0, 100), Keys(_reader));
        CollectionOpener.Drop(_disk, Folder);
        _disk.CreateDirectory(Folder);
        _disk.Put(manifestPath, manifest);
        Assert.Equal(ZvecErrorCode.FailedPrecondition, Assert.Throws<ZvecException>(() => _reader.Refresh()).Code);
    }

    [Fact]
    public async Task A_log_that_has_lost_its_end_is_refused()
    {
        string log = Assert.Single(_disk.GetFiles(Path.Combine(Folder, "wal")));
        byte[] before = _disk.ReadAllBytes(log);
        await _writer.UpsertAsync([ToDocument(100)]);
        _reader.Refresh();
        _writer.Dispose();
        _disk.Put(log, before);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(ZvecErrorCode.FailedPrecondition, Assert.Throws<ZvecException>(() => _reader.Refresh()).Code);
            Assert.Equal(101, _reader.GetStatistics().Documents);
        }
    }

    [Fact]
    public async Task Readers_keep_no_segments_that_they_do_not_show()
    {
        for (int i = 0; i < 20; i++)
        {
            await _writer.UpsertAsync([ToDocument(i)]);
            await _writer.OptimizeAsync();
            _reader.Refresh();
        }

        Assert.Single(_disk.GetDirectories(Path.Combine(Folder, "segments")));
        Assert.Equal(Enumerable.Range(0, 100), Keys(_reader));
    }

    private static CollectionSchema Schema() => new("c") { Key = KeyType.Int32, Fields = { new FieldSchema("n", DataType.Int32) } };

    private static Document ToDocument(int key) => new(key) { ["n"] = key };

    private static int[] Keys(Collection collection, Filter? filter = null) =>
        [.. collection.Scan(filter).Select(document => (int)document.Key.Value).Order()];
}
