using System.Text;
using System.Text.Json.Nodes;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Collections;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Backups;

public sealed class RestoreTests
{
    private const string Source = "/disk/c";
    private const string Backup = "/disk/b";
    private const string Restored = "/disk/r";

    [Fact]
    public async Task Restore_of_a_damaged_backup_changes_nothing_and_names_the_file()
    {
        var disk = new MemoryFileSystem("/disk");
        using var source = new BackedUpCollection(disk, Source, seed: 1);
        await source.FillAsync();
        await source.Collection.BackupAsync(
            Backup, new BackupOptions { HardLinks = false }, cancellationToken: TestContext.Current.CancellationToken);

        // the log has nothing but its header: damaged, it is what a process leaves that died while it made the file, and nothing is lost
        string log = Backup + "/wal/000001.wal";
        string[] files = [.. BackedUpCollection.Contents(disk, Backup).Keys.Where(file => disk.FileExists(file) && file != log)];
        Assert.Contains(files, file => file.Contains("deletes.", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".hnsw", StringComparison.Ordinal));
        var random = new Random(1);
        int flips = 0;
        foreach (string file in files)
        {
            byte[] whole = disk.ReadAllBytes(file);
            for (int i = 0; i < 12; i++)
            {
                int at = i < 3 ? Math.Min(i * 8, whole.Length - 1) : random.Next(whole.Length);
                disk.Damage(file, at);
                Refused(disk, file, $"byte {at} of '{file}' flipped");
                disk.Damage(file, at);
                flips++;
            }

            disk.Put(file, whole.AsSpan(0, whole.Length / 2));
            Refused(disk, file, $"'{file}' cut");
            disk.DeleteFile(file);
            Refused(disk, null, $"'{file}' missing");
            disk.Put(file, whole);
        }

        Assert.InRange(flips, 200, int.MaxValue);
        disk.Damage(log, 3);
        Collection.Restore(disk, Backup, Restored, null, TestContext.Current.CancellationToken);
        Assert.True(BackedUpCollection.Holds(disk, Restored, source.Documents));
    }

    [Fact]
    public async Task Damage_of_the_collection_is_found_by_the_backup_and_the_older_one_stays()
    {
        foreach (bool hardLinks in (bool[])[true, false])
        {
            var disk = new MemoryFileSystem("/disk");
            using var source = new BackedUpCollection(disk, Source, seed: 2);
            await source.FillAsync();
            await source.Collection.BackupAsync(Backup, cancellationToken: TestContext.Current.CancellationToken);
            SortedDictionary<int, ModelDocument> older = source.Copy();
            SortedDictionary<string, byte[]> before = BackedUpCollection.Contents(disk, Backup);
            await source.UpsertAsync(40);
            await source.Collection.OptimizeAsync(TestContext.Current.CancellationToken);
            string damaged = BackedUpCollection.Contents(disk, Source).Keys.First(
                file => file.EndsWith(".vectors", StringComparison.Ordinal));
            disk.Damage(damaged, 700);
            ZvecException exception = await Assert.ThrowsAsync<ZvecException>(() => source.Collection.BackupAsync(
                Backup, new BackupOptions { HardLinks = hardLinks }, cancellationToken: TestContext.Current.CancellationToken));
            Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
            Assert.Contains(".vectors", exception.Message, StringComparison.Ordinal);
            Assert.True(BackedUpCollection.AreSame(before, BackedUpCollection.Contents(disk, Backup)));
            Assert.True(BackedUpCollection.Holds(disk, Backup, older));
        }
    }

    [Fact]
    public async Task A_damaged_file_of_the_older_backup_is_copied_anew()
    {
        var disk = new MemoryFileSystem("/disk");
        using var source = new BackedUpCollection(disk, Source, seed: 3);
        await source.FillAsync();
        var options = new BackupOptions { HardLinks = false };
        await source.Collection.BackupAsync(Backup, options, cancellationToken: TestContext.Current.CancellationToken);
        string[] files = [.. BackedUpCollection.Contents(disk, Backup).Keys
            .Where(file => disk.FileExists(file) && file.Contains("segments", StringComparison.Ordinal))];
        foreach (string file in files)
        {
            if (!disk.FileExists(file))
                continue; // went with the backup before
            disk.Damage(file, disk.GetLength(file) / 2);
            await source.Collection.BackupAsync(Backup, options, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(BackedUpCollection.Holds(disk, Backup, source.Documents), file);
        }
    }

    [Fact]
    public async Task A_backup_to_or_a_restoration_over_something_else_is_refused_and_changes_nothing()
    {
        var disk = new MemoryFileSystem("/disk");
        using var source = new BackedUpCollection(disk, Source, seed: 4);
        await source.FillAsync();
        using (var other = new BackedUpCollection(disk, "/disk/other", seed: 5))
        {
            await other.FillAsync();
            await other.Collection.BackupAsync("/disk/otherBackup", cancellationToken: TestContext.Current.CancellationToken);
            await RefusedAsync(disk, source.Collection, "/disk/other", ZvecErrorCode.FailedPrecondition);
        }

        await RefusedAsync(disk, source.Collection, "/disk/other", ZvecErrorCode.FailedPrecondition);
        await RefusedAsync(disk, source.Collection, "/disk/otherBackup", ZvecErrorCode.FailedPrecondition);
        await RefusedAsync(disk, source.Collection, Source, ZvecErrorCode.InvalidArgument);
        await RefusedAsync(disk, source.Collection, Source + "/inner", ZvecErrorCode.InvalidArgument);
        await RefusedAsync(disk, source.Collection, "/disk", ZvecErrorCode.InvalidArgument);
        disk.CreateDirectory("/disk/files");
        disk.Put("/disk/files/letter.txt", [1]);
        await RefusedAsync(disk, source.Collection, "/disk/files", ZvecErrorCode.InvalidArgument);

        // the files of a collection that has lost its manifest are not to be cleared away
        disk.CreateDirectory("/disk/lost/segments/000001");
        await RefusedAsync(disk, source.Collection, "/disk/lost", ZvecErrorCode.InvalidArgument);
        Assert.Equal(
            ZvecErrorCode.InvalidArgument,
            Assert.Throws<ZvecException>(() => Collection.Restore(disk, "/disk/otherBackup", "/disk/files", null, default)).Code);
        Assert.Equal(
            ZvecErrorCode.AlreadyExists,
            Assert.Throws<ZvecException>(() => Collection.Restore(disk, "/disk/otherBackup", Source, null, default)).Code);
        Assert.Equal(
            ZvecErrorCode.InvalidArgument,
            Assert.Throws<ZvecException>(() => Collection.Restore(disk, "/disk/otherBackup", "/disk/otherBackup/r", null, default)).Code);
        Assert.Equal(
            ZvecErrorCode.NotFound,
            Assert.Throws<ZvecException>(() => Collection.Restore(disk, "/disk/nothing", Restored, null, default)).Code);
        Assert.False(disk.DirectoryExists(Restored));
    }

    [Fact]
    public async Task A_backup_that_was_opened_for_writing_or_is_newer_or_in_use_is_not_overwritten()
    {
        var disk = new MemoryFileSystem("/disk");
        using var source = new BackedUpCollection(disk, Source, seed: 6);
        await source.FillAsync();
        await source.Collection.BackupAsync("/disk/older", cancellationToken: TestContext.Current.CancellationToken);
        foreach (bool commits in (bool[])[true, false])
        {
            await source.Collection.BackupAsync(Backup + commits, cancellationToken: TestContext.Current.CancellationToken);
            var options = new CollectionOptions { BackgroundMaintenance = false };
            using (Collection opened = CollectionOpener.Open(disk, Backup + commits, options))
            {
                await RefusedAsync(disk, source.Collection, Backup + commits, ZvecErrorCode.Locked);
                await opened.DeleteAsync(Filter.All, TestContext.Current.CancellationToken);
                if (commits)
                    await opened.FlushAsync(TestContext.Current.CancellationToken);
            }

            await RefusedAsync(disk, source.Collection, Backup + commits, ZvecErrorCode.FailedPrecondition);
        }

        await source.Collection.FlushAsync(TestContext.Current.CancellationToken);
        await source.Collection.BackupAsync(Backup, cancellationToken: TestContext.Current.CancellationToken);
        Collection.Restore(disk, "/disk/older", Restored, null, TestContext.Current.CancellationToken);
        using Collection restored = CollectionOpener.Open(disk, Restored, new CollectionOptions { BackgroundMaintenance = false });
        await RefusedAsync(disk, restored, Backup, ZvecErrorCode.FailedPrecondition);
    }

    [Fact]
    public async Task A_collection_of_the_first_format_gets_an_identity_with_its_first_backup()
    {
        var disk = new MemoryFileSystem("/disk");
        var options = new CollectionOptions { BackgroundMaintenance = false };
        SortedDictionary<int, ModelDocument> documents;
        using (var source = new BackedUpCollection(disk, Source, seed: 7))
        {
            await source.FillAsync();
            await source.Collection.FlushAsync(TestContext.Current.CancellationToken);
            documents = source.Copy();
        }

        RewriteManifestAsVersion1(disk);
        for (int round = 0; round < 3; round++)
        {
            using Collection collection = CollectionOpener.Open(disk, Source, options);
            BackupResult result = await collection.BackupAsync(Backup, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(round > 0, result.KeptFiles > 0);
            Assert.True(BackedUpCollection.Holds(disk, Backup, documents), $"round {round}");
        }
    }

    /// <summary>Writes the newest manifest as the first version of the format had it.</summary>
    private static void RewriteManifestAsVersion1(MemoryFileSystem disk)
    {
        string path = disk.GetFiles(Source).Single(file => file.Contains("MANIFEST-", StringComparison.Ordinal));
        JsonNode root;
        using (var file = new SectionFileReader(disk, path, FileKind.Manifest, ManifestStore.Version, verify: true))
        {
            Section content = file.GetSection(1);
            root = JsonNode.Parse(content.Slice(0, (int)content.Length))!;
        }

        root.AsObject().Remove("id");
        foreach (JsonNode? segment in root["segments"]!.AsArray())
        {
            JsonNode? deletes = segment!["deletes"];
            segment["deletesGeneration"] = deletes is null ? 0 : (long)deletes["generation"]!;
            segment["deleted"] = deletes is null ? 0 : (int)deletes["rows"]!;
            segment.AsObject().Remove("deletes");
            segment["files"] = new JsonObject(segment["files"]!.AsObject().Select(file =>
                KeyValuePair.Create(file.Key, (JsonNode?)(long)file.Value!["length"]!)));
        }

        disk.DeleteFile(path);
        using var version1 = new SectionFileWriter(disk, path, FileKind.Manifest, version: 1);
        version1.WriteSection(1, Encoding.UTF8.GetBytes(root.ToJsonString()));
        version1.Finish();
    }

    private static async Task RefusedAsync(MemoryFileSystem disk, Collection collection, string target, ZvecErrorCode code)
    {
        SortedDictionary<string, byte[]> before = BackedUpCollection.Contents(disk, "/disk");
        ZvecException exception = await Assert.ThrowsAsync<ZvecException>(() => collection.BackupAsync(target));
        Assert.Equal(code, exception.Code);
        Assert.Contains(target, exception.Message, StringComparison.Ordinal);
        Assert.True(BackedUpCollection.AreSame(before, BackedUpCollection.Contents(disk, "/disk")), target);
    }

    private static void Refused(MemoryFileSystem disk, string? file, string where)
    {
        ZvecException? exception = Record.Exception(() => Collection.Restore(disk, Backup, Restored, null, default)) as ZvecException;
        Assert.True(exception is not null, where);
        Assert.True(
            exception.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat
                || (file is null && exception.Code == ZvecErrorCode.NotFound),
            $"{where}: {exception.Message}");
        Assert.True(file is null || exception.Message.Contains(file, StringComparison.Ordinal), $"{where}: {exception.Message}");
        Assert.False(disk.DirectoryExists(Restored), where);
    }
}
