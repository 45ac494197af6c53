using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

/// <summary>What the disk in memory keeps and loses is what other tests rest on.</summary>
public sealed class DiskInMemoryTests
{
    private const string Path = "/disk/file";

    [Fact]
    public void Sectors_that_were_not_synced_are_kept_or_lost_each_by_itself()
    {
        var disk = new MemoryFileSystem("/disk");
        disk.Put(Path, Filled(100, 1));
        using IWritableFile file = disk.OpenAppend(Path, 100);
        file.Write(Filled(3000, 2));
        var seen = new HashSet<string>();
        for (int seed = 0; seed < 300; seed++)
        {
            byte[] after = disk.Crash(new Random(seed)).ReadAllBytes(Path);
            Assert.Equal(Filled(100, 1), after[..100]);
            Assert.All(after[100..], one => Assert.True(one is 0 or 2));
            seen.Add(string.Concat(after.Chunk(MemoryFile.Sector).Select(sector => sector[^1])));
        }

        Assert.Contains("222222", seen);
        Assert.Contains(
            seen, sectors => sectors.Contains("02", StringComparison.Ordinal) && sectors.Contains("20", StringComparison.Ordinal));
        Assert.Equal(Filled(100, 1), disk.Crash().ReadAllBytes(Path));
        Assert.Equal(3100, disk.Fork().GetLength(Path));
        Assert.Equal(100, disk.Fork().Crash().GetLength(Path));
    }

    [Fact]
    public void Entries_of_a_folder_that_was_not_synced_are_kept_or_lost_each_by_itself()
    {
        var disk = new MemoryFileSystem("/disk");
        disk.Put("/disk/old", [1]);
        disk.Create("/disk/a").Dispose();
        disk.Create("/disk/b").Dispose();
        disk.DeleteFile("/disk/old");
        HashSet<string> seen = Names(disk);
        Assert.Equal(8, seen.Count);
        Assert.Equal(["/disk/old"], disk.Crash().GetFiles("/disk"));
        disk.SyncDirectory("/disk");
        Assert.Equal(["/disk/a /disk/b"], Names(disk));
    }

    [Fact]
    public void A_file_that_is_renamed_over_another_is_there_under_the_old_or_the_new_name()
    {
        var disk = new MemoryFileSystem("/disk");
        disk.Put("/disk/new", [2]);
        disk.Put("/disk/file", [1]);
        disk.Rename("/disk/new", "/disk/file");
        for (int seed = 0; seed < 50; seed++)
        {
            MemoryFileSystem after = disk.Crash(new Random(seed));
            byte content = after.ReadAllBytes("/disk/file")[0];
            Assert.True(content == 2 || (content == 1 && after.FileExists("/disk/new")));
        }
    }

    [Fact]
    public void What_a_failed_sync_dropped_stays_lost_though_it_is_read_and_synced_again()
    {
        var disk = new MemoryFileSystem("/disk");
        disk.Put(Path, []);
        using IWritableFile file = disk.OpenAppend(Path, 0);
        file.Write(Filled(5000, 3));
        disk.Faults = call => call.Action == MemoryDiskAction.Sync ? MemoryDiskFault.LostSync : MemoryDiskFault.None;
        Assert.Throws<IOException>(file.Sync);
        disk.Faults = null;
        file.Sync();
        file.Write(Filled(10, 3));
        file.Sync();
        Assert.Equal(Filled(5010, 3), disk.ReadAllBytes(Path));
        byte[] after = disk.Crash().ReadAllBytes(Path);
        Assert.Equal(5010, after.Length);
        Assert.Contains((byte)0, after);
        Assert.Equal(after, disk.Fork().Crash(new Random(1)).ReadAllBytes(Path));
    }

    [Fact]
    public void A_full_disk_takes_the_beginning_of_a_write_and_more_when_there_is_room_again()
    {
        var disk = new MemoryFileSystem("/disk") { Capacity = 150 };
        using IWritableFile file = disk.Create(Path);
        file.Write(Filled(100, 1));
        Assert.Throws<IOException>(() => file.Write(Filled(100, 2)));
        Assert.Equal(150, disk.GetLength(Path));
        Assert.Equal(0, disk.GetAvailableBytes("/disk"));
        disk.Capacity = 300;
        file.Write(Filled(100, 3));
        Assert.Equal(250, disk.GetLength(Path));
    }

    [Fact]
    public void A_mapped_file_is_not_deleted_where_the_system_refuses()
    {
        var disk = new MemoryFileSystem("/disk") { RefusesToDeleteMapped = true };
        disk.CreateDirectory("/disk/folder");
        disk.Put("/disk/folder/file", [1]);
        using (disk.Map("/disk/folder/file"))
        {
            Assert.Throws<IOException>(() => disk.DeleteFile("/disk/folder/file"));
            Assert.Throws<IOException>(() => disk.DeleteDirectory("/disk/folder"));
            Assert.True(disk.FileExists("/disk/folder/file"));
        }

        disk.DeleteDirectory("/disk/folder");
        Assert.False(disk.DirectoryExists("/disk/folder"));
    }

    private static HashSet<string> Names(MemoryFileSystem disk) =>
        [.. Enumerable.Range(0, 200)
            .Select(seed => string.Join(' ', disk.Crash(new Random(seed)).GetFiles("/disk").Order(StringComparer.Ordinal)))];

    private static byte[] Filled(int length, byte value)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
