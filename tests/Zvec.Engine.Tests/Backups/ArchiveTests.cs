using System.IO.Compression;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Collections;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Backups;

public sealed class ArchiveTests
{
    private const string Path = "/disk/c";
    private const string Restored = "/disk/r";

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public async Task An_archive_over_any_stream_restores_to_the_collection(CompressionLevel compression)
    {
        var disk = new MemoryFileSystem("/disk");
        using var source = new BackedUpCollection(disk, Path, seed: 1);
        await source.FillAsync();
        var options = new BackupOptions { Compression = compression };
        using var seekable = new MemoryStream();
        BackupResult result = await source.Collection.BackupAsync(
            seekable, options, cancellationToken: TestContext.Current.CancellationToken);
        using var inner = new MemoryStream();
        using var forward = new ForwardStream(inner);
        await source.Collection.BackupAsync(forward, options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(source.Documents.Count, result.Documents);
        Assert.Equal(result.Files, result.CopiedFiles);
        inner.Position = 0;
        seekable.Position = 0;
        Collection.Restore(disk, seekable, Restored, null, TestContext.Current.CancellationToken);
        Collection.Restore(disk, forward, Restored + "2", null, TestContext.Current.CancellationToken);
        foreach (string path in (string[])[Restored, Restored + "2"])
        {
            Assert.True(BackedUpCollection.Holds(disk, path, source.Documents));
            Assert.DoesNotContain(BackedUpCollection.Contents(disk, path).Keys, file => file.EndsWith(".tmp", StringComparison.Ordinal));
            using Collection collection = CollectionOpener.Open(disk, path, new CollectionOptions());
            await collection.OptimizeAsync(TestContext.Current.CancellationToken);
            Assert.True(BackedUpCollection.Holds(collection, source.Documents));
        }
    }

    [Fact]
    public async Task An_archive_unpacked_by_other_programs_and_packed_again_is_a_backup()
    {
        using var folder = new TemporaryFolder();
        using var source = new BackedUpCollection(PhysicalFileSystem.Instance, folder["c"], seed: 2);
        await source.FillAsync();
        await using (FileStream file = File.Create(folder["c.zip"]))
            await source.Collection.BackupAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        await ZipFile.ExtractToDirectoryAsync(folder["c.zip"], folder["unpacked"], TestContext.Current.CancellationToken);
        Assert.True(BackedUpCollection.Holds(PhysicalFileSystem.Instance, folder["unpacked"], source.Documents));
        BackupResult onTop = await source.Collection.BackupAsync(
            folder["unpacked"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(onTop.KeptFiles, 1, onTop.Files);
        Assert.True(File.Exists(System.IO.Path.Combine(folder["unpacked"], "LOCK")));
        await ZipFile.CreateFromDirectoryAsync(folder["unpacked"], folder["packed.zip"], TestContext.Current.CancellationToken);
        await using FileStream packed = File.OpenRead(folder["packed.zip"]);
        await Collection.RestoreAsync(packed, folder["r"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(BackedUpCollection.Holds(PhysicalFileSystem.Instance, folder["r"], source.Documents));
    }

    [Fact]
    public async Task An_archive_with_damaged_bytes_or_a_cut_restores_to_the_collection_or_to_nothing()
    {
        (byte[] archive, SortedDictionary<int, ModelDocument> documents) = await MakeAsync(seed: 3);
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 1_500; i++)
        {
            byte[] damaged = [.. archive];
            int at = i < 500 ? archive.Length - 1 - i : random.Next(archive.Length);
            if (i % 10 == 9)
                damaged = damaged[..at];
            else
                damaged[at] ^= (byte)(1 << random.Next(8));
            if (!TryRestore(damaged, i % 2 == 0, documents, $"seed 3, change {i} at byte {at} of {archive.Length}"))
                refused++;
        }

        Assert.InRange(refused, 1_000, 1_500);
        Assert.True(TryRestore(archive, true, documents, "nothing changed"));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/evil")]
    [InlineData("segments/../../evil")]
    [InlineData("segments\\000001\\evil")]
    [InlineData("segments/000001/evil")]
    [InlineData("segments/000099/keys")]
    [InlineData("segments/1/keys")]
    [InlineData("wal/000002.wal")]
    [InlineData("MANIFEST-000777")]
    [InlineData("x/MANIFEST-000001")]
    [InlineData("MANIFEST-7")]
    [InlineData("UNFINISHED.tmp")]
    [InlineData("README")]
    public async Task An_archive_with_a_name_that_no_backup_has_is_refused(string name)
    {
        (byte[] archive, SortedDictionary<int, ModelDocument> documents) = await MakeAsync(seed: 4);
        byte[] hostile = Rewrite(archive, entries => entries.Add((name, [1, 2, 3])));
        Assert.False(TryRestore(hostile, true, documents, name));
    }

    [Fact]
    public async Task An_archive_without_one_of_its_files_with_one_twice_or_with_another_size_is_refused()
    {
        (byte[] archive, SortedDictionary<int, ModelDocument> documents) = await MakeAsync(seed: 5);
        int count = 0;
        Rewrite(archive, entries => count = entries.Count);
        for (int i = 0; i < count; i++)
        {
            Assert.False(TryRestore(Rewrite(archive, entries => entries.RemoveAt(i)), true, documents, $"without entry {i}"));
            Assert.False(TryRestore(Rewrite(archive, entries => entries.Add(entries[i])), true, documents, $"entry {i} twice"));
            Assert.False(TryRestore(
                Rewrite(archive, entries => entries[i] = (entries[i].Name, [.. entries[i].Bytes, 0])),
                true,
                documents,
                $"entry {i} longer"));
            Assert.False(TryRestore(
                Rewrite(archive, entries => entries[i] = (entries[i].Name, [.. entries[i].Bytes.Select(_ => (byte)0)])),
                true,
                documents,
                $"entry {i} all zeros"));
        }

        Assert.True(TryRestore(Rewrite(archive, _ => { }), true, documents, "as it was"));
        Assert.False(TryRestore(Rewrite(archive, entries => entries.Clear()), true, documents, "empty"));
        Assert.False(TryRestore([], false, documents, "no bytes"));
        Assert.False(TryRestore([], true, documents, "no bytes"));
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_is_unpacked()
    {
        (byte[] archive, SortedDictionary<int, ModelDocument> documents) = await MakeAsync(seed: 6);

        // the central directory says what the manifest says; the compressed bytes go on far beyond
        byte[] zeros = Rewrite(archive, entries => entries[0] = (entries[0].Name, new byte[64 << 20]));
        Assert.InRange(zeros.Length, 1, 4 << 20);
        Assert.False(TryRestore(zeros, true, documents, "a large entry"));
        int sizeAt = FindCentralSize(zeros);
        byte[] lying = [.. zeros];
        int length = 0;
        Rewrite(archive, entries => length = entries[0].Bytes.Length);
        BitConverter.TryWriteBytes(lying.AsSpan(sizeAt), length);
        Assert.False(TryRestore(lying, true, documents, "an entry that says that it is small"));
        var disk = new MemoryFileSystem("/disk");
        using var stream = new MemoryStream(lying);
        Assert.Throws<ZvecException>(() => Collection.Restore(disk, stream, Restored, null, TestContext.Current.CancellationToken));
        Assert.InRange(disk.Operations, 10, 100); // hundreds, had it been unpacked
    }

    [Fact]
    public async Task A_cancelled_archive_is_none_and_a_cancelled_restoration_leaves_nothing()
    {
        var disk = new MemoryFileSystem("/disk");
        using var source = new BackedUpCollection(disk, Path, seed: 7);
        await source.FillAsync();
        for (int at = 1; ; at++)
        {
            using var archive = new MemoryStream();
            using var cancellation = new CancellationTokenSource();
            Exception? exception = await Record.ExceptionAsync(() =>
                source.Collection.BackupAsync(archive, progress: new CancelAfter(at, cancellation), cancellationToken: cancellation.Token));
            if (exception is null)
            {
                Assert.InRange(at, 10, int.MaxValue);
                break;
            }

            Assert.IsType<OperationCanceledException>(exception, exactMatch: false);
            Assert.False(TryRestore(archive.ToArray(), true, source.Documents, $"cancelled at report {at}"));
        }

        using var whole = new MemoryStream();
        await source.Collection.BackupAsync(whole, cancellationToken: TestContext.Current.CancellationToken);
        for (int at = 1; ; at++)
        {
            using var cancellation = new CancellationTokenSource();
            whole.Position = 0;
            try
            {
                Collection.Restore(disk, whole, Restored, new CancelAfter(at, cancellation), cancellation.Token);
                Assert.InRange(at, 10, int.MaxValue);
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.False(disk.DirectoryExists(Restored), $"cancelled at report {at}");
            }
        }
    }

    private static async Task<(byte[] Archive, SortedDictionary<int, ModelDocument> Documents)> MakeAsync(int seed)
    {
        using var source = new BackedUpCollection(new MemoryFileSystem("/disk"), Path, seed);
        await source.FillAsync();
        using var stream = new MemoryStream();
        await source.Collection.BackupAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        return (stream.ToArray(), source.Documents);
    }

    /// <summary>Restores, and checks that there is the whole collection or nothing.</summary>
    private static bool TryRestore(byte[] archive, bool seekable, SortedDictionary<int, ModelDocument> documents, string where)
    {
        var disk = new MemoryFileSystem("/disk");
        using var memory = new MemoryStream(archive);
        using Stream stream = seekable ? memory : new ForwardStream(memory);
        try
        {
            Collection.Restore(disk, stream, Restored, null, default);
        }
        catch (ZvecException exception)
        {
            Assert.True(exception.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat, $"{where}: {exception}");
            Assert.False(disk.DirectoryExists(Restored), where);
            Assert.Empty(disk.GetFiles("/disk"));
            return false;
        }
        catch (Exception exception)
        {
            Assert.Fail($"{where}: {exception}");
        }

        Assert.True(BackedUpCollection.Holds(disk, Restored, documents), where);
        return true;
    }

    private static byte[] Rewrite(byte[] archive, Action<List<(string Name, byte[] Bytes)>> change)
    {
        var entries = new List<(string, byte[])>();
        using (var read = new ZipArchive(new MemoryStream(archive)))
        {
            foreach (ZipArchiveEntry entry in read.Entries)
            {
                using Stream stream = entry.Open();
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                entries.Add((entry.FullName, bytes.ToArray()));
            }
        }

        change(entries);
        using var written = new MemoryStream();
        using (var write = new ZipArchive(written, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream stream = write.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(bytes);
            }
        }

        return written.ToArray();
    }

    /// <summary>Where the first entry of the central directory has its uncompressed size.</summary>
    private static int FindCentralSize(byte[] archive)
    {
        int at = archive.AsSpan().IndexOf("PK\u0001\u0002"u8);
        Assert.InRange(at, 1, archive.Length);
        return at + 24;
    }

    private sealed class CancelAfter(int at, CancellationTokenSource cancellation) : IProgress<BackupProgress>
    {
        private int _reports;

        public void Report(BackupProgress value)
        {
            if (++_reports == at)
                cancellation.Cancel();
        }
    }
}
