using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

public sealed class GroupCommitTests
{
    private const string Path = "/disk/c";

    [Fact]
    public async Task Writers_that_wait_for_a_sync_share_the_next_one_and_are_seen_only_when_it_is_done()
    {
        using var disk = new GatedDisk(new MemoryFileSystem("/disk"));
        var schema = new CollectionSchema("c") { Key = KeyType.Int32, Fields = { new FieldSchema("n", DataType.Int32) } };
        using Collection collection = CollectionOpener.Create(disk, Path, schema, new CollectionOptions { BackgroundMaintenance = false });

        disk.CloseGate();
        Task first = InsertAsync(0);
        disk.WaitForSync();
        Task[] others = [.. Enumerable.Range(1, 20).Select(InsertAsync)];
        Assert.Equal(1, disk.LogSyncs);
        Assert.False(first.IsCompleted);
        Assert.Null(collection.Fetch(0));

        disk.OpenGate();
        await first;
        await Task.WhenAll(others);
        Assert.Equal(2, disk.LogSyncs);
        Assert.Equal(21, collection.GetStatistics().Documents);

        Task InsertAsync(int key) => collection.InsertAsync([new Document(key) { ["n"] = key }]);
    }

    /// <summary>A disk on which the syncs of the log are counted, and wait while a gate is closed.</summary>
    private sealed class GatedDisk(IFileSystem disk) : IFileSystem, IDisposable
    {
        private readonly ManualResetEventSlim _gate = new(true);
        private readonly ManualResetEventSlim _syncing = new(false);

        public int LogSyncs { get; private set; }

        public void CloseGate()
        {
            LogSyncs = 0;
            _gate.Reset();
        }

        public void OpenGate() => _gate.Set();

        public void WaitForSync() => _syncing.Wait();

        public void Dispose()
        {
            _gate.Dispose();
            _syncing.Dispose();
        }

        public bool FileExists(string path) => disk.FileExists(path);

        public bool DirectoryExists(string path) => disk.DirectoryExists(path);

        public IReadOnlyList<string> GetFiles(string directory) => disk.GetFiles(directory);

        public IReadOnlyList<string> GetDirectories(string directory) => disk.GetDirectories(directory);

        public void CreateDirectory(string path) => disk.CreateDirectory(path);

        public void DeleteDirectory(string path) => disk.DeleteDirectory(path);

        public void DeleteFile(string path) => disk.DeleteFile(path);

        public void Rename(string source, string target) => disk.Rename(source, target);

        public void SyncDirectory(string path) => disk.SyncDirectory(path);

        public long GetLength(string path) => disk.GetLength(path);

        public byte[] ReadAllBytes(string path, long offset = 0) => disk.ReadAllBytes(path, offset);

        public IWritableFile Create(string path) => Gated(path, disk.Create(path));

        public IWritableFile OpenAppend(string path, long length) => Gated(path, disk.OpenAppend(path, length));

        public IMappedFile Map(string path) => disk.Map(path);

        public IDisposable? TryLock(string path, out int? holder) => disk.TryLock(path, out holder);

        public bool IsLink(string path) => disk.IsLink(path);

        public void RenameDirectory(string source, string target) => disk.RenameDirectory(source, target);

        public void CopyFile(string source, string target) => disk.CopyFile(source, target);

        public bool TryLink(string source, string target) => disk.TryLink(source, target);

        public long GetAvailableBytes(string directory) => disk.GetAvailableBytes(directory);

        private IWritableFile Gated(string path, IWritableFile file) =>
            path.EndsWith(".wal", StringComparison.Ordinal) ? new GatedFile(this, file) : file;

        private sealed class GatedFile(GatedDisk disk, IWritableFile file) : IWritableFile
        {
            public long Length => file.Length;

            public void Write(ReadOnlySpan<byte> bytes) => file.Write(bytes);

            public void Sync()
            {
                disk.LogSyncs++;
                if (!disk._gate.IsSet)
                    disk._syncing.Set();
                disk._gate.Wait();
                file.Sync();
            }

            public void Dispose() => file.Dispose();
        }
    }
}
