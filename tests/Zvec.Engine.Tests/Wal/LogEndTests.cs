using Zvec.Engine.Tests.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Tests.Wal;

/// <summary>A log file that another follows says so at its end.</summary>
public sealed class LogEndTests
{
    private const string Path = "/disk/c";
    private const string First = "/disk/c/wal/000001.wal";
    private const string Second = "/disk/c/wal/000002.wal";

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_loss_of_the_last_log_file_is_noticed(bool readOnly)
    {
        MemoryFileSystem disk = await CollectionWithTwoLogsAsync();
        disk.DeleteFile(Second);

        var error = Assert.Throws<ZvecException>(() => CollectionOpener.Open(disk, Path, Options with { ReadOnly = readOnly }));

        Assert.Equal(ZvecErrorCode.DataCorruption, error.Code);
        Assert.Contains(Second, error.Message, StringComparison.Ordinal);
        Assert.Contains(Collection.Verify(disk, Path).Problems, problem => problem.File == Second);
        Assert.True(Collection.Salvage(disk, Path, "/disk/salvaged", new SalvageOptions()).HasLostLogEnd);
    }

    [Fact]
    public async Task An_end_that_is_torn_or_missing_is_no_damage_beside_the_next_file()
    {
        MemoryFileSystem disk = await CollectionWithTwoLogsAsync();
        byte[] whole = disk.ReadAllBytes(First);
        for (int cut = 0; cut <= WalFormat.RecordHeaderLength; cut++)
        {
            disk.Put(First, whole.AsSpan(0, whole.Length - cut));

            using Collection collection = CollectionOpener.Open(disk, Path, Options with { ReadOnly = true });

            Assert.Equal(2, collection.GetStatistics().Documents);
        }
    }

    [Fact]
    public async Task Nothing_may_follow_the_end()
    {
        MemoryFileSystem disk = await CollectionWithTwoLogsAsync();
        byte[] whole = disk.ReadAllBytes(First);
        disk.Put(First, [.. whole, .. whole.AsSpan(whole.Length - WalFormat.RecordHeaderLength)]);

        var error = Assert.Throws<ZvecException>(() => CollectionOpener.Open(disk, Path, Options));

        Assert.Equal(ZvecErrorCode.DataCorruption, error.Code);
        Assert.Contains(First, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A collection with a document in each of two log files, and none in a segment.</summary>
    private static async Task<MemoryFileSystem> CollectionWithTwoLogsAsync()
    {
        var disk = new MemoryFileSystem("/disk");
        var schema = new CollectionSchema("two") { Fields = { new FieldSchema("one", DataType.Int32) { Nullable = true } } };
        using (Collection collection = CollectionOpener.Create(disk, Path, schema, Options))
        {
            await collection.InsertAsync([new Document("a")]);
            await collection.AddFieldAsync(new FieldSchema("more", DataType.Int32) { Nullable = true });
            await collection.InsertAsync([new Document("b")]);
        }

        Assert.True(disk.FileExists(Second));
        return disk;
    }
}
